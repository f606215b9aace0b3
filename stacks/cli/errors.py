"""A user's mistake, or a refusal: one message and an exit code, never a traceback."""

from typing import IO

import click
from typing_extensions import override

CHECK_FAILED = 1
"""What was asked for was understood and didn't hold or didn't succeed."""
WRONG_USE = 2
"""The command, the config or the surroundings are wrong; nothing was done."""


class UserError(click.ClickException):
    """A message for the person at the terminal; subclasses take facts and build the sentence."""

    exit_code = WRONG_USE

    @override
    def show(self, file: IO[str] | None = None) -> None:
        click.echo(self.message, file=file, err=True)


class CheckFailedError(UserError):
    """A refusal or a failure that is no wrong use."""

    exit_code = CHECK_FAILED
