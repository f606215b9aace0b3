"""A line told in full: quantity, price with its source and date, and assumptions."""

from collections.abc import Iterator

from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.money import cents, exact
from slipway.stacks.cost.span import Span


def explained(item: CostItem, estimate: Estimate) -> list[tuple[str, str]]:
    """What is to be said of a line, each with a heading."""
    told = [
        ("resource", f"{item.type} {item.name}"),
        ("part of", " / ".join((*item.component, item.role))),
    ]
    if item.unit is not None:
        told.append(("quantity", f"{_three(item.quantity)} {item.unit} a month"))
    if item.price is not None:
        told += _price(item.price)
    elif item.key is not None:
        told.append(("price", f"missing: {item.key}"))
    if item.status == "priced":
        how = "billed for being there" if item.kind == "baseline" else "billed for being used"
        told.append(("money", f"{_money(item.cost)} {estimate.currency} a month, {how}"))
    else:
        told.append(("money", f"{item.status}: {item.reason}".removesuffix(": ")))
    by_name = {one.name: one for one in estimate.assumptions}
    for name in item.assumed:
        one = by_name[name]
        figures = f"{_three(one.value)} {one.unit}, {one.scope} ({one.origin})"
        told.append(("rests on", f"{name}: {figures}. {one.reason}"))
    return told


def _price(price: Price) -> Iterator[tuple[str, str]]:
    free = f"; the first {exact(price.free_quantity)} are free" if price.free_quantity else ""
    tiers = [
        f"{tier.amount:f}" if not tier.start else f"{tier.amount:f} from {exact(tier.start)} on"
        for tier in price.tiers
    ]
    yield "price", f"{', '.join(tiers)} {price.currency} per {price.unit}{free}"
    yield "price of", str(price.key)
    yield "row", price.origin
    yield "source", f"{price.source}; {price.as_of}, {price.confidence}"


def _three(span: Span) -> str:
    if span.low == span.high:
        return exact(span.expected)
    return f"{exact(span.expected)} (low {exact(span.low)}, high {exact(span.high)})"


def _money(span: Span) -> str:
    low, expected, high = (cents(one) for one in span.each())
    return expected if low == high else f"{expected} (low {low}, high {high})"
