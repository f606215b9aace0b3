"""The group of commands; each is loaded when it is called."""

import importlib

import click
from typing_extensions import override

from slipway.stacks.cli.errors import UserError

_COMMANDS = {
    "list": "list_versions",
    "package": "package",
    "release": "release",
    "rollback": "rollback",
    "status": "status",
}


class MissingExtraError(UserError):
    """A library that only some commands need and that isn't installed."""

    def __init__(self, command: str, library: str) -> None:
        super().__init__(
            f"slipway model {command}: got no {library}; expected the extra `release`. "
            "Run `pip install 'slipway-mlops[cli,release,serving]'`."
        )


class ModelGroup(click.Group):
    """Loads a command by name: MLflow and scikit-learn take seconds that others needn't wait."""

    @override
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    @override
    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        try:
            module = importlib.import_module(f"slipway.stacks.cli.model.{_COMMANDS[cmd_name]}")
        except ModuleNotFoundError as error:
            if error.name is None or error.name.startswith("slipway"):
                raise
            raise MissingExtraError(cmd_name, error.name) from error
        command = module.command
        return command if isinstance(command, click.Command) else None


@click.group(cls=ModelGroup)
def model() -> None:
    """Release models, roll them back, and see which version serves.

    Exit codes: 0 fine, 1 refused or failed, 2 wrong use or configuration.
    """
