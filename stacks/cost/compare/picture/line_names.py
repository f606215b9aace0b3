"""Names at the ends of lines: a reader needs no legend to go back and forth to."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LINE_OF_TEXT = 16
"""Pixels."""


def name_lines(
    axes: "Axes", ends: Mapping[str, float], colours: Mapping[str, str], *, pixels: float
) -> None:
    """Writes each name behind the axes at its line's end, a share of their height of `pixels`.

    Where lines end close to each other their names move apart.
    """
    names = sorted(ends, key=lambda name: ends[name])
    places = spread([ends[name] * pixels for name in names], LINE_OF_TEXT)
    for name, place in zip(names, places, strict=True):
        axes.annotate(
            name,
            (1, place / pixels),
            (20, 0),
            xycoords="axes fraction",
            textcoords="offset points",
            va="center",
            # In ink, which is read on any ground, with a piece of the line in front.
            arrowprops={
                "arrowstyle": "-",
                "color": colours[name],
                "linewidth": 4,
                "relpos": (0, 0.5),
                "shrinkA": 4,
                "shrinkB": 4,
            },
            annotation_clip=False,
        )


def spread(places: Sequence[float], apart: float) -> list[float]:
    """Ascending places, each at least so far above the one before, moved as little as can be."""
    groups: list[list[float]] = []
    for place in places:
        groups.append([place])
        while len(groups) > 1 and _first(groups[-1], apart) < _last(groups[-2], apart) + apart:
            upper = groups.pop()
            groups[-1] += upper
    return [
        _first(group, apart) + apart * number for group in groups for number in range(len(group))
    ]


def _first(group: Sequence[float], apart: float) -> float:
    """Where a group begins that is centred on the places it was asked for."""
    return sum(group) / len(group) - apart * (len(group) - 1) / 2


def _last(group: Sequence[float], apart: float) -> float:
    return _first(group, apart) + apart * (len(group) - 1)
