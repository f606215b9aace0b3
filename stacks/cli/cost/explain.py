"""`slipway cost explain`: where a figure comes from."""

import json
from decimal import Decimal
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from slipway.stacks.cli.cost.faults import input_faults
from slipway.stacks.cli.cost.regions import given_regions, region_options, tell
from slipway.stacks.cli.errors import UserError
from slipway.stacks.cli.options import json_option, stack_file, stack_option
from slipway.stacks.cli.published.cost_explain import ExplainDocument
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.cost.compare.one_cell import estimate_cell, split_cell
from slipway.stacks.cost.compare.question import Question
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.estimate.stack import estimate_stack
from slipway.stacks.cost.explain.select import UnknownLineError, select
from slipway.stacks.cost.explain.sentences import explained

_FILE = click.Path(dir_okay=False, path_type=Path)
_HOURS = click.FloatRange(min=0, max=744, min_open=True)


@click.command()
@click.argument("line")
@stack_option
@click.option("--prices", type=_FILE, help="Your own price book, over the built-in one.")
@click.option("--usage", type=_FILE, help="Your own assumptions, over the defaults.")
@click.option("--hours", type=_HOURS, default=730, show_default=True, help="Hours of the month.")
@region_options
@json_option
def explain(
    line: str,
    stack: str,
    *,
    prices: Path | None,
    usage: Path | None,
    hours: float,
    aws_region: str | None,
    azure_region: str | None,
    as_json: bool,
) -> None:
    """Trace LINE of the estimate to price rows with source and date, and to its assumptions.

    With a cell before it, as in cloud-native-aws/monitoring, it is a line of slipway cost compare.

    LINE is the id of a line (see --json), or a resource, component, part of the platform (serving,
    monitoring, ...) or label as the report shows it; every line of that name is told.
    """
    config = load(from_file(stack_file(stack)))
    month = Decimal(str(hours))
    cell, rest = split_cell(line)
    with input_faults():
        if cell is None:
            found = estimate_stack(config, prices=prices, usage=usage, hours=month)
        else:
            regions = given_regions(aws_region, azure_region)
            question = Question.of(config, prices=prices, usage=usage, hours=month, regions=regions)
            found = estimate_cell(question, cell, progress=tell)
    print_explanation(found, rest, as_json=as_json)


def print_explanation(found: Estimate, line: str, *, as_json: bool) -> None:
    """Tells the lines of that name."""
    try:
        lines = select(found, line)
    except UnknownLineError as error:
        raise UserError(str(error)) from error
    if as_json:
        document = ExplainDocument.of(lines, found)
        click.echo(json.dumps(document.model_dump(mode="json", by_alias=True), indent=2))
    else:
        console = Console()
        for item in lines:
            _print(item, found, console)


def _print(item: CostItem, found: Estimate, console: Console) -> None:
    console.print(f"[bold]{item.id}[/]", highlight=False)
    table = Table(show_header=False, box=None, padding=(0, 1))
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    for heading, text in explained(item, found):
        table.add_row(heading, text)
    console.print(table)
    console.print()
