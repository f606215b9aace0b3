"""Tiers, free quantities and units."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.catalogue import built_in
from slipway.stacks.cost.catalogue.charge import charge
from slipway.stacks.cost.catalogue.unit import Unit, UnitMismatchError, convert, unit_of
from tests.stacks.cost.support.books import TIERED, book, row

HOURS = Decimal(730)


@pytest.mark.parametrize(
    ("quantity", "cost"),
    [(0, "0"), (100, "0"), (101, "0.10"), (1000, "90"), (1500, "115"), (2000, "140")],
)
def test_each_tier_bills_its_part_after_the_free_quantity(
    tmp_path: Path, quantity: int, cost: str
) -> None:
    lines = [row("egress", "0.10", unit="GB") + ",0,100,"]
    lines.append(row("egress", "0.05", unit="GB") + ",1000,,")
    [price] = read_book(book(tmp_path, *lines, header=TIERED))
    assert charge(price, Decimal(quantity)) == Decimal(cost)


@given(
    one=st.decimals(0, 10**6, allow_nan=False, places=3),
    other=st.decimals(0, 10**6, allow_nan=False, places=3),
)
def test_more_of_a_thing_never_costs_less(one: Decimal, other: Decimal) -> None:
    for price in built_in()[:20]:
        assert charge(price, min(one, other)) <= charge(price, max(one, other))


def test_quantities_change_into_another_unit_of_the_same_thing() -> None:
    assert convert(Decimal(2), Unit.MONTH, Unit.HOUR, HOURS) == 1460
    assert convert(Decimal(730), Unit.HOUR, Unit.MONTH, HOURS) == 1
    assert convert(Decimal(48), Unit.HOUR, Unit.DAY, HOURS) == 2
    assert convert(Decimal(1), Unit.GB_MONTH, Unit.GB_HOUR, HOURS) == 730
    assert convert(Decimal(5_000_000), Unit.REQUESTS, Unit.REQUESTS_1M, HOURS) == 5
    assert convert(Decimal(3), Unit.SAMPLES_10M, Unit.SAMPLES_1M, HOURS) == 30


def test_a_quantity_of_another_thing_is_refused() -> None:
    with pytest.raises(UnitMismatchError, match="GB can't be priced per hour"):
        convert(Decimal(1), Unit.GB, Unit.HOUR, HOURS)


@pytest.mark.parametrize("unit", Unit)
def test_a_unit_is_known_in_any_case_and_plural(unit: Unit) -> None:
    assert unit_of(unit.upper()) is unit
    assert unit_of(f" {unit.removesuffix('s')}s") is unit
    assert unit_of("furlong") is None
