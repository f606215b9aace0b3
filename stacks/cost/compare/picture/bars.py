"""The bars: what each variant costs a month, by role."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from slipway.stacks.cost.compare.comparison import Comparison, Entry
from slipway.stacks.cost.compare.figures import rate_figure
from slipway.stacks.cost.compare.picture.palette import INK, REST_COLOUR, ROLE_COLOURS, bar_colour
from slipway.stacks.cost.compare.rounded import grouped, money

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

REST = "other"
_TOP, _ROW, _BOTTOM = 86, 50, 66
"""Pixels above, of, and below the bars."""
_LEFT, _RIGHT = 0.21, 0.97
_ROOM_FOR_LABEL = 1.24
"""The scale's end against the highest figure: what is written behind the whisker fits there."""


def height(comparison: Comparison) -> int:
    """Pixels."""
    return _TOP + _ROW * len(comparison.entries) + _BOTTOM


def draw_bars(figure: "Figure", comparison: Comparison) -> None:
    """Stacked by role, with a line from low to high and the figures behind it."""
    whole = height(comparison)
    axes = figure.add_axes((_LEFT, _BOTTOM / whole, _RIGHT - _LEFT, 1 - (_TOP + _BOTTOM) / whole))
    _draw_parts(axes, comparison)
    for at, entry in enumerate(comparison.entries):
        _draw_total(axes, at, entry, comparison)
    highest = max(float(entry.estimate.total.high) for entry in comparison.entries)
    axes.set_xlim(0, (highest or 1) * _ROOM_FOR_LABEL)
    axes.set_ylim(len(comparison.entries) - 0.4, -0.6)  # the first on top
    axes.set_yticks(
        range(len(comparison.entries)),
        [f"{entry.variant}\n{entry.target}, {entry.region}" for entry in comparison.entries],
    )
    axes.tick_params(axis="y", length=0)
    axes.spines["left"].set_visible(False)
    axes.xaxis.set_major_formatter("{x:,.0f}")
    axes.grid(axis="x", color=REST_COLOUR, alpha=0.25, linewidth=0.8)
    axes.set_axisbelow(True)
    axes.set_xlabel(f"{comparison.currency} a month of {grouped(comparison.hours_per_month)} hours")
    _draw_words(figure, comparison)


def parts(comparison: Comparison) -> Mapping[str, list[float]]:
    """The expected money of each role in each entry; small roles together, empty ones not."""
    found: dict[str, list[float]] = {name: [] for name in (*ROLE_COLOURS, REST)}
    for entry in comparison.entries:
        by_role = entry.estimate.by_role
        rest = sum(
            float(span.expected) for role, span in by_role.items() if role not in ROLE_COLOURS
        )
        for role in ROLE_COLOURS:
            found[role].append(float(entry.role(role).expected))
        found[REST].append(rest)
    return {name: amounts for name, amounts in found.items() if any(amounts)}


def _draw_parts(axes: "Axes", comparison: Comparison) -> None:
    starts = [0.0] * len(comparison.entries)
    for name, amounts in parts(comparison).items():
        colour = bar_colour(name)
        axes.barh(range(len(amounts)), amounts, left=starts, height=0.56, color=colour, label=name)
        starts = [start + amount for start, amount in zip(starts, amounts, strict=True)]
    if any(starts):
        axes.legend(
            loc="lower left",
            bbox_to_anchor=(0, 1.0),
            ncols=8,
            frameon=False,
            handlelength=1,
            handleheight=1,
            columnspacing=1.2,
            borderaxespad=0.2,
        )


def _draw_total(axes: "Axes", at: int, entry: Entry, comparison: Comparison) -> None:
    total = entry.estimate.total
    low, expected, high = (float(one) for one in total.each())
    axes.errorbar(
        expected,
        at,
        xerr=[[expected - low], [high - expected]],
        color=INK,
        linewidth=1.4,
        capsize=5,
        capthick=1.4,
    )
    prefix = "≥ " if entry.estimate.at_least else ""
    axes.annotate(
        f"{prefix}{money(total.expected)}",
        (high, at),
        (8, 8),
        textcoords="offset points",
        va="center",
        weight="bold",
    )
    below = "; ".join(_below(entry, comparison))
    axes.annotate(
        below, (high, at), (8, -8), textcoords="offset points", va="center", fontsize=10.5
    )


def _below(entry: Entry, comparison: Comparison) -> Iterator[str]:
    total = entry.estimate.total
    yield f"{money(total.low)} to {money(total.high)}"
    limit = entry.serves_up_to
    if limit is not None and limit < comparison.rate.expected:
        yield f"bears only {rate_figure(limit)} requests/s"


def _draw_words(figure: "Figure", comparison: Comparison) -> None:
    whole = height(comparison)
    figure.text(
        0.012, 1 - 20 / whole, f"{comparison.stack}: cost a month", fontsize=15, weight="bold"
    )
    figure.text(0.012, 1 - 42 / whole, _subtitle(comparison))
    figure.text(0.012, 10 / whole, _footnote(comparison), fontsize=10.5)


def _subtitle(comparison: Comparison) -> str:
    bar = "bar: expected, line: low to high"
    if not comparison.workload:
        return f"No traffic stated. {bar.capitalize()}"
    low, expected, high = (rate_figure(one) for one in comparison.rate.each())
    return f"At {expected} requests/s expected ({low} to {high}). {bar.capitalize()}"


def _footnote(comparison: Comparison) -> str:
    oldest = comparison.oldest_price
    told = "Nothing has a price." if oldest is None else f"Oldest price {oldest.isoformat()}."
    if comparison.at_least:
        told += " ≥: something that is billed has no price and isn't in the figure."
    return told
