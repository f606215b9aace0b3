"""Comparisons of a few hand-made lines."""

import dataclasses
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS
from slipway.stacks.cost.compare.comparison import Comparison, Entry
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.span import Span
from slipway.stacks.plan.roles import Role
from tests.stacks.cost.support.estimates import line, list_price, of_lines

RATE = Span(Decimal(5), Decimal(40), Decimal(200))


def of_role(role: Role, low: int, expected: int, high: int, **price: Any) -> CostItem:
    """A line of so many units at 1 each."""
    span = Span(Decimal(low), Decimal(expected), Decimal(high))
    one = line(f"{role}-{expected}", span, list_price(("0", "1"), **price))
    return dataclasses.replace(one, role=role)


def unpriced(role: Role, sku: str) -> CostItem:
    """A line whose price is missing."""
    return dataclasses.replace(line(f"{role}-{sku}", 1, None, sku=sku), role=role)


def entry(cell: str, items: Sequence[CostItem], **more: Any) -> Entry:
    """An entry of these lines."""
    place = BILLED_CELLS[cell]
    values: dict[str, Any] = {
        "region": "eu-central-1",
        "lacks": ("no page",),
        "serves_up_to": Decimal(960),
        **more,
    }
    made = of_lines(*items)
    return Entry(cell=cell, variant=place.variant, target=place.target, estimate=made, **values)


def comparison(*entries: Entry, **more: Any) -> Comparison:
    """Of a model with traffic."""
    values: dict[str, Any] = {"stack": "dev", "workload": {"loan": RATE}, **more}
    return Comparison(entries=entries, **values)
