"""Failures that have a name and a remedy; everything else is a bug and keeps its stack trace."""


class Fault(Exception):  # noqa: N818 - a fault of the machine or the user, not of the program
    """A failure that a person can act on."""

    exit_code = 1

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(f"{reason}; {remedy}")
        self.reason = reason
        self.remedy = remedy


class WrongConfiguration(Fault):
    """A stack file with faults; the product's own message lists them."""

    exit_code = 2

    def __init__(self, faults: str) -> None:
        super().__init__(faults, "correct the stack file and run the command again")


class StepFailed(Fault):
    """A step of a command that ended in a fault."""

    def __init__(self, command: str, step: str, fault: Fault) -> None:
        super().__init__(f"{command} failed at step {step}: {fault.reason}", fault.remedy)
        self.exit_code = fault.exit_code


class Interrupted(Exception):  # noqa: N818 - Ctrl-C is no error
    """Ctrl-C or a termination signal during a step; what was finished before is kept."""

    def __init__(self, step: str) -> None:
        super().__init__(step)
        self.step = step
