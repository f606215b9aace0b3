"""`slipway env`: the exports that a plain `pulumi up` needs after `make up`."""

import shlex

import click

from slipway.stacks.cli.errors import UserError
from slipway.stacks.cli.options import state_folder
from slipway.stacks.engine.environment import session_environment


@click.command()
def env() -> None:
    """Print shell exports; use them with ``eval "$(slipway env)"``."""
    state = state_folder()
    if not state.is_dir():
        raise UserError(f"{state}: got no folder; expected what make up made. Run make up first.")
    for name, value in session_environment(state).items():
        click.echo(f"export {name}={shlex.quote(value)}")
