"""What can go wrong between a command and the engine."""

from pathlib import Path

from slipway.stacks.cli.errors import CheckFailedError, UserError


class NoEngineError(UserError):
    """There is no `pulumi` to run."""

    def __init__(self) -> None:
        super().__init__(
            "pulumi: got nothing on PATH; expected the Pulumi CLI. "
            "Run `make up`, or install Pulumi."
        )


class NoProjectError(UserError):
    """A folder that no Pulumi project is in or above."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            f"{folder}: got no Pulumi.yaml here or above; expected a Pulumi project. "
            "Change into the project's folder."
        )


class EngineError(CheckFailedError):
    """A run of the engine that didn't succeed; its own words come with it."""

    def __init__(self, command: str, stack: str, code: int, words: str = "") -> None:
        said = f"\n{words.strip()}" if words.strip() else ""
        super().__init__(
            f"pulumi {command}, stack {stack}: got exit code {code}; expected success. "
            f"Its output says why.{said}"
        )


class OutputsError(UserError):
    """Stack outputs that lack what a command needs."""

    def __init__(self, stack: str, key: str) -> None:
        super().__init__(
            f"outputs of stack {stack}: got no {key}; expected it of a platform that is up. "
            "Run `make up` or `pulumi up` first."
        )
