"""Where a comparison's cells are, and how long planning them takes a person."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import click

from slipway.stacks.cost.compare.cells.cell_name import CLOUDS, Cloud

F = TypeVar("F", bound=Callable[..., object])


def region_options(command: F) -> F:
    """Adds ``--aws-region`` and ``--azure-region``."""
    for cloud in CLOUDS:
        help_text = "Region of that cloud's cells, instead of the stack's or the one near it."
        command = click.option(f"--{cloud}-region", metavar="REGION", help=help_text)(command)
    return command


def given_regions(aws: str | None, azure: str | None) -> Mapping[Cloud, str]:
    """Those that were given."""
    given: dict[Cloud, str | None] = {"aws": aws, "azure": azure}
    return {cloud: region for cloud, region in given.items() if region is not None}


def tell(line: str) -> None:
    """Progress, beside the output."""
    click.echo(line, err=True)
