"""`slipway config`: checks a stack's file, prints its schema."""

import click

from slipway.stacks.capacity import require_capacity
from slipway.stacks.cli.options import stack_file, stack_option
from slipway.stacks.config import schema
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file


@click.group()
def config() -> None:
    """Check a stack's config before anything is created."""


@config.command()
@stack_option
def check(stack: str) -> None:
    """Report every fault of the stack's file; exit code 2 if there is one."""
    path = stack_file(stack)
    checked = load(from_file(path))
    require_capacity(checked)
    click.echo(f"{path}: no faults")


@config.command(name="schema")
def print_schema() -> None:
    """Print the JSON schema of the stack file."""
    click.echo(schema.rendered(), nl=False)
