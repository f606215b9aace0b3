"""`slipway cost`: what a stack would be billed in a month; and the commands about money."""

import json
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import click
from rich.console import Console

from slipway.stacks.cli.cost.explain import explain
from slipway.stacks.cli.cost.faults import input_faults
from slipway.stacks.cli.cost.price import price
from slipway.stacks.cli.errors import CheckFailedError
from slipway.stacks.cli.options import json_option, stack_file, stack_option
from slipway.stacks.cli.published.cost import CostDocument
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.cost.catalogue.validate import stale
from slipway.stacks.cost.guard.budget import over_budget
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.stack import estimate_stack
from slipway.stacks.cost.estimate.tree import print_estimate

_FILE = click.Path(dir_okay=False, path_type=Path)
_HOURS = click.FloatRange(min=0, max=744, min_open=True)


@click.group(invoke_without_command=True)
@stack_option
@click.option("--prices", type=_FILE, help="Your own price book, over the built-in one.")
@click.option("--usage", type=_FILE, help="Your own assumptions, over the defaults.")
@click.option("--hours", type=_HOURS, default=730, show_default=True, help="Hours of the month.")
@json_option
@click.pass_context
def cost(
    context: click.Context,
    stack: str,
    *,
    prices: Path | None,
    usage: Path | None,
    hours: float,
    as_json: bool,
) -> None:
    """Estimate what the stack would be billed in a month, offline.

    Exit code 1: the expected total is above the stack's budget.
    """
    if context.invoked_subcommand is not None:
        return
    config = load(from_file(stack_file(stack)))
    with input_faults():
        found = estimate_stack(config, prices=prices, usage=usage, hours=Decimal(str(hours)))
    too_much = over_budget(found, config)
    if as_json:
        document = CostDocument.of(found)
        click.echo(json.dumps(document.model_dump(mode="json", by_alias=True), indent=2))
    else:
        print_estimate(found, Console())
    _warn_of_age(found)
    if too_much is not None:
        raise CheckFailedError(too_much)


def _warn_of_age(found: Estimate) -> None:
    old = stale(found.prices, datetime.now(tz=UTC).date())
    if old:
        click.echo(
            f"{len(old)} of {len(found.prices)} prices are over a year old; the oldest is "
            f"{old[0].key} of {old[0].as_of} ({old[0].origin})",
            err=True,
        )


cost.add_command(explain)
cost.add_command(price)
