"""A change's price part and quantity part sum to it, and each moves only for its own reason."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from slipway.stacks.cost.catalogue.price import Price
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.diff.split import UNCHANGED, Change, split
from slipway.stacks.cost.span import Span
from tests.stacks.cost.support.estimates import line, list_price

HOURS = Decimal(730)
FIGURES = st.decimals(min_value=0, max_value=10**6, places=6)
AMOUNTS = st.decimals(min_value="0.0001", max_value=1000, places=4)


def spans() -> st.SearchStrategy[Span]:
    return st.lists(FIGURES, min_size=3, max_size=3).map(lambda three: Span(*sorted(three)))


@st.composite
def prices(draw: st.DrawFn) -> Price:
    starts = draw(st.lists(st.integers(1, 10**5), max_size=3, unique=True))
    tiers = [(str(start), str(draw(AMOUNTS))) for start in (0, *sorted(starts))]
    return list_price(*tiers, free_quantity=str(draw(st.integers(0, 1000))))


def exactly(amount: str) -> Change:
    return Change(Decimal(amount), Decimal(amount), Decimal(amount))


@given(old=spans(), new=spans(), was=prices(), now=prices())
def test_the_parts_sum_to_the_change(old: Span, new: Span, was: Price, now: Price) -> None:
    before, after = line("a", old, was), line("a", new, now)
    parts = split(before, after, HOURS)
    assert parts.price + parts.quantity == Change.between(before.cost, after.cost)


@given(quantity=spans(), was=prices(), now=prices())
def test_a_price_change_moves_only_the_price_part(quantity: Span, was: Price, now: Price) -> None:
    before, after = line("a", quantity, was), line("a", quantity, now)
    parts = split(before, after, HOURS)
    assert parts.quantity == UNCHANGED
    assert parts.price == Change.between(before.cost, after.cost)


@given(old=spans(), new=spans(), price=prices())
def test_a_quantity_change_moves_only_the_quantity_part(old: Span, new: Span, price: Price) -> None:
    before, after = line("a", old, price), line("a", new, price)
    parts = split(before, after, HOURS)
    assert parts.price == UNCHANGED
    assert parts.quantity == Change.between(before.cost, after.cost)


def test_the_price_part_is_of_the_old_quantity_tier_by_tier() -> None:
    was, now = list_price(("0", "1.00"), ("100", "0.50")), list_price(("0", "2.00"), ("50", "1.00"))
    parts = split(line("a", 120, was), line("a", 200, now), HOURS)
    # 120 cost 100 + 10 = 110, and would cost 100 + 70 = 170; 200 cost 100 + 150 = 250.
    assert parts.price == exactly("60.00")
    assert parts.quantity == exactly("80.00")


def test_what_is_added_or_removed_is_all_quantity() -> None:
    item = line("a", 730, list_price(("0", "0.10")))
    assert split(None, item, HOURS).quantity == exactly("73.00")
    assert split(item, None, HOURS).quantity == exactly("-73.00")
    assert split(None, item, HOURS).price == split(item, None, HOURS).price == UNCHANGED


def test_another_machine_is_no_price_change() -> None:
    small = line("a", 730, list_price(("0", "0.10")))
    big = line("a", 730, list_price(("0", "0.20"), sku="m5.xlarge"))
    parts = split(small, big, HOURS)
    assert parts.price == UNCHANGED
    assert parts.quantity == exactly("73.00")


def test_a_price_in_another_unit_of_the_same_thing_is_compared_in_it() -> None:
    hourly = line("a", 730, list_price(("0", "0.10")))
    monthly = line("a", 1, list_price(("0", "80"), unit=Unit.MONTH))
    parts = split(hourly, monthly, HOURS)
    assert parts.price == exactly("7.00")
    assert parts.quantity == UNCHANGED


def test_a_price_for_another_thing_has_no_price_part() -> None:
    hourly = line("a", 730, list_price(("0", "0.10")))
    stored = line("a", 1, list_price(("0", "80"), unit=Unit.GB_MONTH))
    parts = split(hourly, stored, HOURS)
    assert parts.price == UNCHANGED
    assert parts.quantity == exactly("7.00")


def test_a_quantity_is_rounded_as_an_estimate_rounds_it() -> None:
    hourly = line("a", 10, list_price(("0", "1")))
    third = Span.exactly(Decimal("0.416667"))  # of a day
    daily = line("a", third, list_price(("0", "24"), unit=Unit.DAY))
    assert split(hourly, daily, HOURS).quantity == UNCHANGED
