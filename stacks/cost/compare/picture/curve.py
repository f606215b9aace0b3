"""The curve: what each variant costs a month at which request rate."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import takewhile
from typing import TYPE_CHECKING

from slipway.stacks.cost.compare.comparison import Comparison, Entry
from slipway.stacks.cost.compare.figures import rate_figure
from slipway.stacks.cost.compare.picture.line_names import LINE_OF_TEXT, name_lines
from slipway.stacks.cost.compare.picture.palette import INK, REST_COLOUR, line_colours
from slipway.stacks.cost.compare.rounded import grouped
from slipway.stacks.cost.compare.sweep import Sweep

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 480
"""Pixels."""
_PLACE = (0.085, 0.155, 0.695, 0.71)
"""Of the axes: left, bottom, width, height as shares of the picture."""
_CROWDED = 1.8
"""Two rates less than this factor apart have no room for text between them."""
_HIGHEST_BAND = 1.6
"""The scale ends at this multiple of the highest expected total; bands above it are cut."""


@dataclass(frozen=True)
class _Line:
    name: str
    rates: Sequence[float]
    low: Sequence[float]
    expected: Sequence[float]
    high: Sequence[float]
    borne: int
    """How many of the rates its bounds bear."""


def draw_curve(figure: "Figure", comparison: Comparison, sweep: Sweep) -> None:
    """A line per variant with its band, the rates where the cheapest changes, and the workload's.

    A line is dotted beyond the rate that its variant bears.
    """
    axes = figure.add_axes(_PLACE)
    lines = [_line(entry, sweep) for entry in comparison.entries]
    top = _top(lines)
    axes.set_xscale("log")
    axes.set_xlim(float(sweep.rates[0]), float(sweep.rates[-1]))
    axes.set_ylim(0, top)
    _draw_workload(axes, comparison)
    colours = line_colours(line.name for line in lines)
    for line in lines:
        _draw_line(axes, line, colours[line.name])
    _draw_break_even(axes, comparison)
    ends = {line.name: line.expected[-1] / top for line in lines}
    name_lines(axes, ends, colours, pixels=HEIGHT * _PLACE[3])
    axes.xaxis.set_major_formatter(lambda rate, _: f"{rate:,g}")
    axes.yaxis.set_major_formatter("{x:,.0f}")
    axes.grid(axis="y", color=REST_COLOUR, alpha=0.25, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel("requests per second, average over the month")
    _draw_words(figure, comparison, cut=any(max(line.high) > top for line in lines))


def _line(entry: Entry, sweep: Sweep) -> _Line:
    totals = sweep.totals[entry.cell]
    return _Line(
        name=entry.cell,
        rates=[float(rate) for rate in sweep.rates],
        low=[float(total.low) for total in totals],
        expected=[float(total.expected) for total in totals],
        high=[float(total.high) for total in totals],
        borne=borne(entry.serves_up_to, sweep.rates),
    )


def borne(limit: Decimal | None, rates: Sequence[Decimal]) -> int:
    """How many of the rates, from the lowest on, are within a limit."""
    return sum(1 for _ in takewhile(lambda rate: limit is None or rate <= limit, rates))


def _top(lines: Sequence[_Line]) -> float:
    highest = max(max(line.expected) for line in lines)
    return min(max(max(line.high) for line in lines), highest * _HIGHEST_BAND) * 1.06 or 1.0


def _draw_line(axes: "Axes", line: _Line, colour: str) -> None:
    axes.fill_between(line.rates, line.low, line.high, color=colour, alpha=0.07, linewidth=0)
    end = line.borne
    axes.plot(line.rates[:end], line.expected[:end], color=colour, linewidth=2.2)
    if end == len(line.rates):
        return
    start = max(end - 1, 0)
    axes.plot(line.rates[start:], line.expected[start:], color=colour, linewidth=1.6, linestyle=":")
    if end:
        axes.plot(line.rates[start], line.expected[start], color=colour, marker="x", markersize=8)


def _draw_workload(axes: "Axes", comparison: Comparison) -> None:
    low, expected, high = (float(one) for one in comparison.rate.each())
    first, last = axes.get_xlim()
    axes.axvspan(max(low, first), min(high, last), color=REST_COLOUR, alpha=0.12, linewidth=0)
    if not expected:
        return
    axes.axvline(expected, color=REST_COLOUR, linewidth=1.2)
    _beside(
        axes,
        f"expected {rate_figure(comparison.rate.expected)}/s",
        (expected, 0),
        above=6,
        left=_crowded(expected, comparison),
    )


def _crowded(rate: float, comparison: Comparison) -> bool:
    """Whether what is written to the right of a rate would meet the line of a break-even."""
    return any(rate < float(one.rate) < rate * _CROWDED for one in comparison.break_even)


def _beside(
    axes: "Axes",
    text: str,
    place: tuple[float, float],
    *,
    above: int,
    left: bool,
    bold: bool = False,
) -> None:
    """Text beside an upright line at a rate; its height is a share of the axes, and pixels."""
    axes.annotate(
        text,
        place,
        (-4 if left else 4, above),
        xycoords=("data", "axes fraction"),
        textcoords="offset points",
        ha="right" if left else "left",
        fontsize=10.5,
        weight="bold" if bold else "normal",
    )


def _draw_break_even(axes: "Axes", comparison: Comparison) -> None:
    _, last = axes.get_xlim()
    for number, one in enumerate(comparison.break_even):
        rate, total = float(one.rate), float(one.total_above)
        axes.axvline(rate, color=INK, linewidth=1, linestyle=(0, (4, 3)))
        axes.plot(rate, total, color=INK, marker="o", markersize=7, fillstyle="none")
        _beside(
            axes,
            f"{rate_figure(one.rate)}/s",
            (rate, 1),
            above=-10 - LINE_OF_TEXT * (number % 3),  # neighbours don't write over each other
            left=_crowded(rate, comparison) or rate * _CROWDED > last,
            bold=True,
        )


def _draw_words(figure: "Figure", comparison: Comparison, *, cut: bool) -> None:
    figure.text(
        0.012,
        1 - 20 / HEIGHT,
        f"{comparison.stack}: cost over request rate",
        fontsize=15,
        weight="bold",
    )
    unit = f"{comparison.currency} a month of {grouped(comparison.hours_per_month)} hours"
    figure.text(
        0.012,
        1 - 42 / HEIGHT,
        f"{unit}. Line: expected, band: low to high, grey: the traffic that the stack states",
    )
    figure.text(0.012, 10 / HEIGHT, _footnote(comparison, cut=cut), fontsize=10.5)


def _footnote(comparison: Comparison, *, cut: bool) -> str:
    oldest = comparison.oldest_price
    told = ["Nothing has a price." if oldest is None else f"Oldest price {oldest.isoformat()}."]
    told.append("Dotted: more than its bounds bear.")
    if comparison.break_even:
        told.append("Circle: the cheapest changes.")
    if cut:
        told.append("High bands are cut.")
    if comparison.at_least:
        told.append("Some prices are missing.")
    return " ".join(told)
