"""`slipway env`: the exports that a plain `pulumi up` needs after `make up`."""

import shlex

import click

from slipway.stacks.cli.errors import UserError
from slipway.stacks.cli.options import stack_file, stack_option, state_folder
from slipway.stacks.engine.environment import session_environment


@click.command()
@stack_option
def env(stack: str) -> None:
    """Print shell exports; use them with ``eval "$(slipway env)"``."""
    state = state_folder()
    if not state.is_dir():
        raise UserError(f"{state}: got no folder; expected what make up made. Run make up first.")
    # A plain `pulumi up` works on the untracked copy, too: the clone's file lacks the images.
    config_file = {"PULUMI_OPTION_CONFIG_FILE": str(stack_file(stack).resolve())}
    for name, value in {**session_environment(state), **config_file}.items():
        click.echo(f"export {name}={shlex.quote(value)}")
