"""Prices every line of a usage file; a line without a price is a fault, never a zero."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from slipway.stacks.cost.catalogue.catalogue import Catalogue
from slipway.stacks.cost.catalogue.charge import charge
from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.catalogue.unit import UnitMismatchError, convert
from slipway.stacks.cost.faults import CostInputError, InputFault
from slipway.stacks.cost.usage_list.usage import Usage, UsageLine


@dataclass(frozen=True, kw_only=True)
class PricedLine:
    """One line with its price and what it costs."""

    usage: UsageLine
    price: Price
    quantity: Decimal
    """In the price's unit."""
    cost: Decimal


@dataclass(frozen=True, kw_only=True)
class PricedUsage:
    """Every line, all in one currency."""

    hours_per_month: Decimal
    currency: str
    lines: tuple[PricedLine, ...]

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return sum((line.cost for line in self.lines), Decimal(0))


def price_usage(usage: Usage, catalogue: Catalogue) -> PricedUsage:
    """The usage with its prices.

    Raises:
        CostInputError: A line has no price, two, one for another unit, or another currency.
    """
    faults: list[InputFault] = []
    lines = [
        line
        for one in usage.lines
        if (line := _priced(one, catalogue, usage.hours_per_month, faults)) is not None
    ]
    faults += _mixed_currencies(lines)
    if faults:
        raise CostInputError(faults)
    return PricedUsage(
        hours_per_month=usage.hours_per_month,
        currency=lines[0].price.currency,
        lines=tuple(lines),
    )


def _priced(
    line: UsageLine, catalogue: Catalogue, hours: Decimal, faults: list[InputFault]
) -> PricedLine | None:
    found = catalogue.find(line.service, line.sku, line.region)
    if len(found) != 1:
        faults.append(_unfound(line, found, catalogue))
        return None
    [price] = found
    try:
        quantity = convert(line.quantity, line.unit, price.unit, hours)
    except UnitMismatchError as error:
        rule = f"a quantity in {price.unit}, which {price.origin} prices"
        faults.append(_fault(line, str(error), rule, "Say the quantity in that unit."))
        return None
    return PricedLine(usage=line, price=price, quantity=quantity, cost=charge(price, quantity))


def _unfound(line: UsageLine, found: Sequence[Price], catalogue: Catalogue) -> InputFault:
    value = f"{line.service} / {line.sku} in {line.region}"
    if found:
        rows = ", ".join(price.origin for price in found)
        return _fault(line, f"{value}, sold by {len(found)} providers", "one price", f"See {rows}.")
    if regions := catalogue.regions(line.service, line.sku):
        remedy = f"It has prices in {', '.join(regions)}; other regions have other prices."
    elif skus := catalogue.skus(line.service):
        remedy = f"The book's skus of {line.service}: {', '.join(skus)}."
    else:
        remedy = "Add its row to the book, with source and date."
    return _fault(line, value, "something that the price book has", remedy)


def _mixed_currencies(lines: Sequence[PricedLine]) -> list[InputFault]:
    return [
        _fault(
            line.usage,
            f"a price in {line.price.currency} ({line.price.origin})",
            f"{lines[0].price.currency}, as the first line",
            "Split the list: currencies are not added.",
        )
        for line in lines
        if line.price.currency != lines[0].price.currency
    ]


def _fault(line: UsageLine, value: str, rule: str, remedy: str) -> InputFault:
    return InputFault(source=line.source, line=line.line, value=value, rule=rule, remedy=remedy)
