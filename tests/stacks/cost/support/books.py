"""Price books and usage files of a few lines."""

from pathlib import Path

from slipway.stacks.cost.catalogue.catalogue import built_in
from slipway.stacks.cost.catalogue.price import Price

HEADER = "provider,service,sku,region,unit,amount,currency,source,as_of,confidence"
TIERED = f"{HEADER},from_quantity,free_quantity,free"


def book(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "book.csv"
    path.write_text("\n".join([header, *lines]) + "\n", encoding="utf-8")
    return path


def without(service: str) -> tuple[Price, ...]:
    """The built-in prices, as if nobody had listed those of a service."""
    return tuple(price for price in built_in() if price.key.service != service)


def row(
    sku: str = "m5.large",
    amount: str = "0.096",
    *,
    unit: str = "hour",
    source: str = "price page",
    as_of: str = "2026-07-20",
    region: str = "us-east-1",
    currency: str = "USD",
    provider: str = "aws",
) -> str:
    return f"{provider},ec2,{sku},{region},{unit},{amount},{currency},{source},{as_of},listed"
