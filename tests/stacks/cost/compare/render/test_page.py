"""The page is whole, needs nothing beside itself, and shows the comparison's own figures."""

import dataclasses
import re
from decimal import Decimal
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from typing_extensions import override

from slipway.stacks.cost.compare.people.cost import people_costs
from slipway.stacks.cost.compare.people.overtake import Overtake
from slipway.stacks.cost.compare.render.page import page, write_page
from slipway.stacks.cost.compare.render.tornado import tornados
from tests.stacks.cost.compare.hand_made import compared, swing

VOID = {"meta", "br"}


@cache
def usual() -> str:
    """Drawn once: pictures take their time."""
    return page(compared())


class Reader(HTMLParser):
    """Collects text, and fails where an element is closed that isn't open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.texts: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    @override
    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    @override
    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    @override
    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.texts.append(" ".join(data.split()))


def read(html: str) -> Reader:
    reader = Reader()
    reader.feed(html)
    assert reader.open == []
    return reader


def test_every_element_is_closed_and_nothing_is_loaded() -> None:
    found = read(usual())
    assert not {"script", "link", "img", "iframe"} & {tag for tag, _ in found.tags}
    for _, attributes in found.tags:
        assert "src" not in attributes
        for name in ("href", "xlink:href"):
            assert (attributes.get(name) or "#").startswith("#")
    assert not re.search(r"@import|url\((?!#)", usual())


def test_the_file_is_the_page_and_equal_for_equal_input(tmp_path: Path) -> None:
    write_page(compared(), tmp_path / "one.html")
    write_page(compared(), tmp_path / "two.html")
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()
    assert (tmp_path / "one.html").read_text(encoding="utf-8") == usual()


def test_what_a_reader_needs_is_there() -> None:
    found = read(usual())
    told = " ".join(found.texts)
    assert [tag for tag, _ in found.tags].count("svg") == 2
    for wanted in (
        "What shop costs in every variant",
        "Where the cheapest changes",
        "From 70 requests/s on managed-platform-azure is the cheapest",
        "What each one lacks",
        "What doesn't fit",
        "its <pool> is too small",
        "no <ingress>",
        "images & packages (default)",
        "nat-gb",
        "Oldest price: 2025-06-18; list prices",
        "slipway cost explain --stack shop",
        "Share of the billed lines with a price: open-source-aws 100 %",
    ):
        assert wanted in told, wanted
    assert {"360.00", "≥ 402.00", "350.00", "580.00"} <= set(found.texts)


def test_the_cheapest_is_marked_in_every_row() -> None:
    found = read(usual())
    marked = [tag for tag, attributes in found.tags if attributes.get("class") == "best"]
    rows = usual().count('<tr><th scope="row">')
    assert marked == ["th"] + ["td"] * rows


def test_without_traffic_there_is_no_curve() -> None:
    found = read(page(compared(traffic=False)))
    assert [tag for tag, _ in found.tags].count("svg") == 1
    assert "No break-even" in " ".join(found.texts)


def test_people_are_shown_when_asked_for() -> None:
    assert "hours once" not in usual()
    assert "hours go into" not in usual()
    costs = people_costs(Decimal(80))
    cells = ("open-source-aws", "managed-platform-azure")
    asked = dataclasses.replace(
        compared(),
        people={cell: costs[cell] for cell in cells},
        overtakes=(Overtake(first=cells[1], second=cells[0], months=Decimal("7.5")),),
    )
    told = " ".join(read(page(asked)).texts)
    assert "hours once" in told
    assert "7.5" in told
    assert "open-source-aws, at 80 USD an hour. account and network: Quotas, " in told


def test_bars_of_swings_share_the_scale_of_their_estimate() -> None:
    (found,) = tornados(compared())
    assert (found.estimate, found.expected) == ("open-source-aws", "360")
    assert found.middle == Decimal("42.86")  # 360 between 330 and 400
    wide, narrow = found.bars
    assert (wide.start, wide.length) == (Decimal(0), Decimal(100))
    assert (narrow.start, narrow.length) == (Decimal("41.43"), Decimal("8.57"))
    assert (wide.values, wide.totals) == ("5 to 150 GB", "330 to 400")


def test_only_what_moves_a_total_has_a_bar() -> None:
    still = dataclasses.replace(compared(), sensitivity=(swing("nat-gb", 360, 360),))
    assert list(tornados(still)) == []
    assert "moves a total most" not in page(still)
    falling = swing("cache-share", 390, 350)
    (found,) = tornados(dataclasses.replace(compared(), sensitivity=(falling,)))
    assert (found.bars[0].start, found.bars[0].length) == (Decimal(0), Decimal(100))
    assert found.bars[0].totals == "390 to 350"
