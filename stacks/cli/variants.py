"""`slipway variants`: what each variant offers and lacks."""

import click
from rich.console import Console
from rich.table import Table

from slipway.stacks.cli.options import json_option
from slipway.stacks.cli.published.variants import VariantsDocument
from slipway.stacks.variants import CAPABILITIES, CELLS


@click.command()
@json_option
def variants(*, as_json: bool) -> None:
    """Print the capability table and the pairs of variant and target."""
    if as_json:
        click.echo(VariantsDocument.present().model_dump_json(by_alias=True, indent=2))
        return
    console = Console()
    table = Table("capability", "open-source", "cloud-native", "managed-platform")
    for row in CAPABILITIES:
        table.add_row(row.name, row.open_source, row.cloud_native, row.managed_platform)
    console.print(table)
    pairs = Table("variant", "target", "runs on", "in this version")
    for cell in CELLS:
        pairs.add_row(cell.variant, cell.target, cell.runs_on, "yes" if cell.built else "not yet")
    console.print(pairs)
