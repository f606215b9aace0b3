"""`slipway model list`: the versions, the gate's word on each, and which one serves."""

import click
from rich.console import Console
from rich.table import Table

from slipway.stacks.cli.model.documents import ListDocument, VersionDocument, show
from slipway.stacks.cli.model.echo import progress
from slipway.stacks.cli.model.faults import told
from slipway.stacks.cli.options import json_option, stack_option
from slipway.stacks.releases.listing import ListedVersion, listed
from slipway.stacks.releases.opening import open_workplace


@click.command(name="list")
@click.argument("name", required=False)
@stack_option
@json_option
def command(name: str | None, *, stack: str, as_json: bool) -> None:
    """List the registered versions of NAME, or of every model of the stack."""
    with told(), open_workplace(stack, progress) as workplace:
        names = list(workplace.config.platform.models) if name is None else [name]
        models = {each: listed(workplace, each) for each in names}
    if as_json:
        documents = {
            each: [VersionDocument.of(row) for row in rows] for each, rows in models.items()
        }
        show(ListDocument(stack=stack, models=documents))
        return
    for each, rows in models.items():
        if rows:
            Console().print(_table(each, rows))
        else:
            click.echo(f"{each}: no version is registered")


def _table(name: str, rows: list[ListedVersion]) -> Table:
    table = Table(title=name)
    for title in ("version", "registered", "gate", "measured", "digest"):
        table.add_column(title, no_wrap=True)  # half a digest can't be searched for
    table.add_column("state", overflow="fold")
    for row in rows:
        table.add_row(
            str(row.version),
            f"{row.created:%Y-%m-%d}",
            row.gate or "not judged",
            row.measured or "",
            "" if row.digest is None else row.digest.removeprefix("sha256:")[:12],
            row.state,
        )
    return table
