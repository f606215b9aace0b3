"""`slipway check`: a stack's plan held against every policy."""

import json
from datetime import UTC, date, datetime

import click
from rich.console import Console
from rich.table import Table

from slipway.stacks.cli.errors import CheckFailedError
from slipway.stacks.cli.options import json_option, stack_file, stack_option
from slipway.stacks.cli.published.check import CheckDocument
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.policy.check import PolicyReport
from slipway.stacks.policy.policy import SEVERITIES, Severity
from slipway.stacks.policy.render.text import print_report
from slipway.stacks.policy.rules.registry import POLICIES
from slipway.stacks.policy.stack import check_plan


@click.command()
@stack_option
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="medium",
    show_default=True,
    help="The least severity that ends with exit code 1.",
)
@click.option("--list", "listed", is_flag=True, help="Print every policy, and check nothing.")
@json_option
def check(stack: str, *, fail_on: Severity, listed: bool, as_json: bool) -> None:
    """Hold the stack's plan against every policy, offline.

    Exit code 1: a finding counts. What only a deployment can tell counts in production alone.
    """
    if listed:
        _print_policies()
        return
    report = _report(stack, datetime.now(tz=UTC).date())
    if as_json:
        document = CheckDocument.of(report)
        click.echo(json.dumps(document.model_dump(mode="json", by_alias=True), indent=2))
    else:
        print_report(report, Console())
    failing = report.failing(fail_on)
    if failing:
        severe = sum(one.policy.severity == "high" for one in failing)
        raise CheckFailedError(
            f"{stack}: {len(failing)} findings of at least {fail_on} severity, {severe} of them"
            " high. Mend them, or except them in policyExceptions with a reason and a last day."
        )


def _report(stack: str, today: date) -> PolicyReport:
    # Imported late: it loads the SDKs, which the other commands can do without.
    from slipway.stacks.plan.stack import plan  # noqa: PLC0415

    config = load(from_file(stack_file(stack)))
    return check_plan(plan(config), config, today)


def _print_policies() -> None:
    table = Table("id", "severity", "what must hold", "in", "public checks")
    for one in POLICIES:
        everywhere = len(one.environments) > 1
        table.add_row(
            one.id, one.severity, one.title, "all" if everywhere else "prod", ", ".join(one.checks)
        )
    Console().print(table)
