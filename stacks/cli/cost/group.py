"""`slipway cost`: what a stack would be billed in a month; and the commands about money."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import click
from rich.console import Console

from slipway.stacks.cli.cost.compare import compare
from slipway.stacks.cli.cost.difference import since
from slipway.stacks.cli.cost.explain import explain
from slipway.stacks.cli.cost.faults import input_faults
from slipway.stacks.cli.cost.limits import limit_options
from slipway.stacks.cli.cost.price import price
from slipway.stacks.cli.cost.refresh import refresh
from slipway.stacks.cli.errors import CheckFailedError
from slipway.stacks.cli.options import json_option, stack_file, stack_option
from slipway.stacks.cli.published.cost import CostDocument
from slipway.stacks.cli.published.cost_diff import CostDiffDocument
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.cost.catalogue.validate import stale
from slipway.stacks.cost.diff.diff import Diff
from slipway.stacks.cost.diff.render import print_diff
from slipway.stacks.cost.diff.revision import Inputs
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.stack import estimate_stack
from slipway.stacks.cost.estimate.tree import print_estimate
from slipway.stacks.cost.guard.limits import Limits, MaxIncrease, Violation
from slipway.stacks.cost.guard.violations import violations

_FILE = click.Path(dir_okay=False, path_type=Path)
_HOURS = click.FloatRange(min=0, max=744, min_open=True)


@click.group(invoke_without_command=True)
@stack_option
@click.option("--prices", type=_FILE, help="Your own price book, over the built-in one.")
@click.option("--usage", type=_FILE, help="Your own assumptions, over the defaults.")
@click.option("--hours", type=_HOURS, default=730, show_default=True, help="Hours of the month.")
@click.option("--base", metavar="REF", help="Show what changed since a git revision.")
@limit_options
@json_option
@click.pass_context
def cost(
    context: click.Context,
    stack: str,
    *,
    prices: Path | None,
    usage: Path | None,
    hours: float,
    base: str | None,
    max_increase: MaxIncrease | None,
    min_coverage: Decimal | None,
    max_price_age: timedelta | None,
    as_json: bool,
) -> None:
    """Estimate what the stack would be billed in a month, offline.

    Exit code 1: the expected total is above the stack's budget, or a limit isn't kept.
    """
    if context.invoked_subcommand is not None:
        return
    if max_increase is not None and base is None:
        raise click.UsageError("--max-increase needs --base REF, the bill that it is held against.")
    limits = Limits(
        max_increase=max_increase, min_coverage=min_coverage, max_price_age=max_price_age
    )
    # As in `slipway plan --base`, a working copy has no past: both sides are the committed file.
    path = stack_file(stack) if base is None else Path(f"Pulumi.{stack}.yaml")
    config = load(from_file(path))
    inputs = Inputs(config=config, prices=prices, usage=usage, hours=Decimal(str(hours)))
    with input_faults():
        found = estimate_stack(config, prices=prices, usage=usage, hours=inputs.hours)
        changed = None if base is None else since(base, inputs, found)
    today = datetime.now(tz=UTC).date()
    broken = violations(found, config, limits, today=today, difference=changed)
    _print(found, changed, broken, as_json=as_json)
    _warn_of_age(found, today)
    if broken:
        raise CheckFailedError("\n".join(one.message for one in broken))


def _print(
    found: Estimate, changed: Diff | None, broken: Sequence[Violation], *, as_json: bool
) -> None:
    if as_json:
        document = (
            CostDocument.of(found, broken)
            if changed is None
            else CostDiffDocument.of(changed, broken)
        )
        click.echo(json.dumps(document.model_dump(mode="json", by_alias=True), indent=2))
    elif changed is None:
        print_estimate(found, Console())
    else:
        print_diff(changed, Console())


def _warn_of_age(found: Estimate, today: date) -> None:
    old = stale(found.prices, today)
    if old:
        click.echo(
            f"{len(old)} of {len(found.prices)} prices are over a year old; the oldest is "
            f"{old[0].key} of {old[0].as_of} ({old[0].origin})",
            err=True,
        )


cost.add_command(compare)
cost.add_command(explain)
cost.add_command(price)
cost.add_command(refresh)
