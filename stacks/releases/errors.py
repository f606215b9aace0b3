"""What can keep a stack file from being changed."""

from pathlib import Path

from slipway.stacks.cli.errors import CheckFailedError, UserError


class StackFileChangedError(UserError):
    """A stack file that somebody else changed meanwhile."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: got a change by somebody else while a release was under way; "
            "expected the file as it was read. Look at it, then release again."
        )


class StackFileShapeError(UserError):
    """A stack file that has no place for releases."""

    def __init__(self, path: Path, key: str, value: object, *, expected: str = "a mapping") -> None:
        super().__init__(
            f"{path}, {key}: got {type(value).__name__}; expected {expected}. Correct the file."
        )


class UnknownModelError(UserError):
    """A model that the stack doesn't have."""

    def __init__(self, stack: str, model: str, known: list[str]) -> None:
        names = ", ".join(known) or "none yet"
        super().__init__(
            f"model: got {model!r}; expected one of stack {stack}: {names}. "
            "Add it under slipway:platform.models."
        )


class NothingToRollBackError(UserError):
    """A model without a release, or without an earlier one."""

    def __init__(self, model: str, got: str, remedy: str) -> None:
        super().__init__(
            f"rollback of {model}: got {got}; expected a release to go back to. {remedy}"
        )


class DeclinedError(CheckFailedError):
    """A preview that the person at the terminal said no to."""

    def __init__(self, model: str) -> None:
        super().__init__(f"{model}: declined. The stack file is as it was; nothing was changed.")


class NotAppliedError(CheckFailedError):
    """A release that was written down and couldn't be applied."""

    def __init__(self, model: str, before: str, cause: str, aftermath: str) -> None:
        super().__init__(
            f"release of {model}: {cause}\n"
            f"The stack file pins {before} again; what served before goes on serving. {aftermath}"
        )
