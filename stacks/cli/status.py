"""`slipway status`: what runs."""

import json

import click
from rich.console import Console
from rich.table import Table

from slipway.stacks.cli.options import json_option, stack_file, stack_option
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.engine.session import open_session
from slipway.stacks.status.report import StackStatus


@click.command()
@stack_option
@json_option
def status(stack: str, *, as_json: bool) -> None:
    """Show URLs, replicas, versions, drift state, alerts and monthly cost."""
    # Imported late: the cluster's client takes a second to load.
    from slipway.stacks.status.collect import collect  # noqa: PLC0415

    path = stack_file(stack)
    outputs = open_session(stack, path, echo=click.echo).outputs()
    found = collect(load(from_file(path)), outputs)
    if as_json:
        click.echo(json.dumps(found.to_json(), indent=2))
        return
    _print(found)


def _print(found: StackStatus) -> None:
    console = Console()
    cost = found.monthly_cost
    bill = (
        "without an estimate of its cost"
        if cost.expected is None
        else f"{cost.expected} {cost.currency} a month"
    )
    console.print(f"[bold]{found.stack}[/]: {found.variant} on {found.target}, {bill}")
    console.print(_models(found))
    urls = Table("what", "address")
    for name, url in found.urls.items():
        urls.add_row(name, url)
    console.print(urls)
    for alert in found.alerts:
        console.print(f"alert {alert.name} ({alert.severity}) is {alert.state}: {alert.summary}")
    if not found.alerts and "prometheus" in found.urls and "prometheus" not in found.unreachable:
        console.print("no alert is pending or firing")
    for who in found.unreachable:
        console.print(f"[red]{who} doesn't answer[/]")


def _models(found: StackStatus) -> Table:
    table = Table("model", "version", "digest", "replicas", "drift", "url")
    for name, model in found.models.items():
        table.add_row(
            name,
            "no release" if model.version is None else str(model.version),
            (model.digest or "")[:19],
            f"{model.ready} ready ({model.min}-{model.max})",
            model.drift,
            model.url or "",
        )
    return table
