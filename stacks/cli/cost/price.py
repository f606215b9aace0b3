"""`slipway cost price`: a plain list of quantities, priced from a book without any stack."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from slipway.stacks.cli.cost.faults import input_faults
from slipway.stacks.cli.options import json_option
from slipway.stacks.cli.published.cost_price import PriceDocument
from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.catalogue import Catalogue
from slipway.stacks.cost.catalogue.validate import stale
from slipway.stacks.cost.money import cents
from slipway.stacks.cost.usage_list.priced import PricedUsage, price_usage
from slipway.stacks.cost.usage_list.usage import read_usage

_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--book", required=True, type=_FILE, help="Price book, see docs/cost.md.")
@click.argument("usage", type=_FILE)
@json_option
def price(book: Path, usage: Path, *, as_json: bool) -> None:
    """Price the lines of USAGE, a YAML file, from a price book alone."""
    with input_faults():
        catalogue = Catalogue([read_book(book)])
        priced = price_usage(read_usage(usage), catalogue)
    if as_json:
        document = PriceDocument.of(priced)
        click.echo(json.dumps(document.model_dump(mode="json", by_alias=True), indent=2))
    else:
        _print(priced)
    for one in stale([line.price for line in priced.lines], datetime.now(tz=UTC).date()):
        click.echo(f"{one.origin}: {one.key} is of {one.as_of}, over a year old", err=True)


def _print(priced: PricedUsage) -> None:
    table = Table("service", "sku", "region", "quantity", "unit", priced.currency)
    for line in priced.lines:
        usage = line.usage
        table.add_row(
            usage.service, usage.sku, usage.region, f"{usage.quantity:f}", usage.unit,
            cents(line.cost),
        )  # fmt: skip
    table.add_section()
    table.add_row("total", "", "", "", "", cents(priced.total))
    Console().print(table)
