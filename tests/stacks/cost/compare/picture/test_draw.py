"""The pictures say what the comparison says, in text that can be read and searched."""

import dataclasses
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.stacks.cost.compare.comparison import Comparison
from slipway.stacks.cost.compare.picture.bars import parts
from slipway.stacks.cost.compare.picture.curve import borne
from slipway.stacks.cost.compare.picture.draw import NoCurveError, bars_svg, curve_svg
from slipway.stacks.cost.compare.picture.line_names import spread
from slipway.stacks.cost.compare.picture.palette import INK, ROLE_COLOURS
from slipway.stacks.cost.compare.rounded import grouped, money
from tests.stacks.cost.compare.hand_made import compared

SVG = "{http://www.w3.org/2000/svg}"
DRAWINGS = pytest.mark.parametrize("draw", [bars_svg, curve_svg])


@cache
def usual(draw: Callable[[Comparison], str]) -> str:
    """Drawn once: pictures take their time."""
    return draw(compared())


def texts(svg: str) -> list[str]:
    root = ET.fromstring(svg)  # noqa: S314 -- our own drawing
    return ["".join(one.itertext()) for one in root.iter(f"{SVG}text")]


def said(svg: str) -> str:
    return "\n".join(texts(svg))


@DRAWINGS
def test_equal_input_gives_equal_bytes(draw: Callable[[Comparison], str]) -> None:
    assert draw(compared()) == usual(draw)


@DRAWINGS
def test_nothing_comes_from_outside_and_no_time_is_told(draw: Callable[[Comparison], str]) -> None:
    svg = usual(draw)
    assert set(re.findall(r"https?://[^\"' ]+", svg)) <= {
        "http://www.w3.org/2000/svg",
        "http://www.w3.org/1999/xlink",
    }
    assert "<metadata" not in svg
    assert "<dc:date" not in svg


@DRAWINGS
def test_ink_follows_light_and_dark(draw: Callable[[Comparison], str]) -> None:
    svg = usual(draw)
    style = svg[svg.index("<style>") : svg.index("</style>")]
    assert "prefers-color-scheme: dark" in style
    assert INK not in svg.replace(style, "")
    assert "currentColor" in svg
    assert "#000000" not in svg


@DRAWINGS
def test_names_of_a_stack_are_no_markup(draw: Callable[[Comparison], str]) -> None:
    svg = draw(compared(stack="a<b> & $c_1$"))
    assert any(text.startswith("a<b> & $c_1$: cost") for text in texts(svg))


@DRAWINGS
def test_a_screen_reader_gets_the_answer(draw: Callable[[Comparison], str]) -> None:
    root = ET.fromstring(usual(draw))  # noqa: S314 -- our own drawing
    assert root.get("role") == "img"
    assert "shop" in (root.findtext(f"{SVG}title") or "")
    assert "open-source-aws" in (root.findtext(f"{SVG}desc") or "")


def test_two_pictures_on_one_page_share_no_id() -> None:
    bars, curve = (set(re.findall(r' id="([^"]+)"', usual(draw))) for draw in (bars_svg, curve_svg))
    assert bars
    assert curve
    assert not bars & curve


def test_every_bar_has_its_figures() -> None:
    found = texts(usual(bars_svg))
    assert "360" in found
    assert "≥ 402" in found
    assert "350 to 580; bears only 30 requests/s" in found
    assert "101 to 903" in found
    whole = "\n".join(found)
    assert "At 40 requests/s expected (5 to 200)." in whole
    assert "USD a month of 730 hours" in whole
    assert "Oldest price 2025-06-18." in whole
    assert "≥: something that is billed has no price" in whole


def test_without_a_missing_price_nothing_is_marked() -> None:
    assert "≥" not in said(bars_svg(compared(missing=False)))
    assert "missing" not in said(curve_svg(compared(missing=False)))


def test_the_legend_names_what_is_drawn_and_no_more() -> None:
    found = texts(usual(bars_svg))
    assert {"cluster", "network", "serving", "other"} <= set(found)
    assert "tracking" not in found


def test_parts_of_a_bar_sum_to_its_expected_total() -> None:
    comparison = compared()
    found = parts(comparison)
    assert found["other"] == [0.0, 2.0]  # secrets have no colour of their own
    for at, entry in enumerate(comparison.entries):
        assert sum(amounts[at] for amounts in found.values()) == entry.estimate.total.expected


def test_bars_need_no_traffic() -> None:
    assert "No traffic stated." in said(bars_svg(compared(traffic=False)))


def test_a_curve_needs_traffic() -> None:
    with pytest.raises(NoCurveError, match=r"Pulumi\.shop\.yaml: platform\.workload: got no"):
        curve_svg(compared(traffic=False))


def test_the_curve_marks_break_even_and_workload() -> None:
    found = texts(usual(curve_svg))
    assert {"70/s", "expected 40/s", "open-source-aws", "managed-platform-azure"} <= set(found)
    assert any("Circle: the cheapest changes." in text for text in found)
    without = dataclasses.replace(compared(), break_even=())
    assert "70/s" not in texts(curve_svg(without))
    assert "Circle" not in said(curve_svg(without))


def test_a_curve_is_dotted_beyond_what_is_borne() -> None:
    dotted = re.compile(r"stroke-dasharray: 1\.6\d*,2\.6\d*")
    assert len(dotted.findall(usual(curve_svg))) == 1
    comparison = compared()
    entries = tuple(dataclasses.replace(one, serves_up_to=None) for one in comparison.entries)
    assert not dotted.findall(curve_svg(dataclasses.replace(comparison, entries=entries)))


@pytest.mark.parametrize(("limit", "many"), [(None, 3), ("0.5", 0), ("2", 2), ("2.5", 2), ("9", 3)])
def test_rates_are_borne_up_to_the_limit(limit: str | None, many: int) -> None:
    rates = [Decimal(1), Decimal(2), Decimal(3)]
    assert borne(None if limit is None else Decimal(limit), rates) == many


@given(st.lists(st.floats(0, 400), min_size=1, max_size=8))
def test_names_of_lines_never_overlap(places: list[float]) -> None:
    places = sorted(places)
    found = spread(places, 16)
    assert len(found) == len(places)
    assert all(upper - lower >= 16 - 1e-6 for lower, upper in pairwise(found))


def test_names_with_room_stay_where_they_are() -> None:
    assert spread([10, 50, 90], 16) == [10, 50, 90]
    assert spread([50, 52], 16) == [43, 59]


@pytest.mark.parametrize(
    ("amount", "told"),
    [("0.004", "0.00"), ("9.99", "9.99"), ("10.5", "11"), ("1234.49", "1,234")],
)
def test_money_is_rounded_to_what_one_reads(amount: str, told: str) -> None:
    assert money(Decimal(amount)) == told


@pytest.mark.parametrize(
    ("number", "told"), [("0.50", "0.5"), ("1E+9", "1,000,000,000"), ("40", "40"), ("0", "0")]
)
def test_other_figures_keep_their_digits(number: str, told: str) -> None:
    assert grouped(Decimal(number)) == told


def test_bars_of_nothing_are_drawn() -> None:
    comparison = compared()
    free = dataclasses.replace(comparison.entries[0].estimate, items=())
    entry = dataclasses.replace(comparison.entries[0], estimate=free)
    svg = bars_svg(dataclasses.replace(comparison, entries=(entry,)))
    assert "Nothing has a price." in said(svg)
    assert "0.00" in texts(svg)


def test_colours_of_roles_differ() -> None:
    assert len(set(ROLE_COLOURS.values())) == len(ROLE_COLOURS)
