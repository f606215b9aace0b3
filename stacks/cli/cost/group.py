"""The commands about money."""

import click

from slipway.stacks.cli.cost.price import price


@click.group()
def cost() -> None:
    """Price what a stack would make, or a plain list of quantities."""


cost.add_command(price)
