"""Small drawings as inline SVG: bars of a distribution, and a measure over the windows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slipway.monitoring.report.text import escape, number
from slipway.monitoring.verdict import Outline

WIDTH, HEIGHT, BASE = 320, 96, 80

Height = Callable[[float], float]
"""Where on the drawing a value lies."""


def distribution(outline: Outline, current: Sequence[float]) -> str:
    """The reference as filled bars, the window as an outline (ranges) or as slim bars (values)."""
    shares = outline.shares
    if outline.kind == "values" and not shares[-1] and not (current and current[-1]):
        shares, current = shares[:-1], current[:-1]  # nothing is in `others`
    top = max(*shares, *current, 1e-9)
    step = WIDTH / max(len(shares), 1)
    parts = [_bars(shares, top, step, 0.06, "r")]
    if outline.kind == "range":
        parts.append(_steps(current, top, step))
        parts += _ends(outline)
    else:
        parts.append(_bars(current, top, step, 0.3, "bar"))
        parts += _names(outline.labels[: len(shares)], step)
    axis = f'<line class="axis" x1="0" y1="{BASE}" x2="{WIDTH}" y2="{BASE}"/>'
    return _svg("".join(parts) + axis, HEIGHT, "reference and window")


def _bars(shares: Sequence[float], top: float, step: float, gap: float, kind: str) -> str:
    path = "".join(
        f"M{step * (i + gap):.1f} {BASE}v{-height * (BASE - 4) / top:.1f}"
        f"h{step * (1 - 2 * gap):.1f}V{BASE}z"
        for i, height in enumerate(shares)
        if height > 0
    )
    return f'<path class="{kind}" d="{path}"/>'


def _steps(shares: Sequence[float], top: float, step: float) -> str:
    if not shares:
        return ""
    path = f"M0 {BASE}" + "".join(
        f"V{BASE - height * (BASE - 4) / top:.1f}h{step:.1f}" for height in shares
    )
    return f'<path class="c" d="{path}V{BASE}"/>'


def _ends(outline: Outline) -> list[str]:
    low, high = number(outline.edges[0]), number(outline.edges[-1])
    return [
        f'<text x="0" y="{HEIGHT - 4}">{low}</text>',
        f'<text x="{WIDTH}" y="{HEIGHT - 4}" text-anchor="end">{high}</text>',
    ]


def _names(labels: Sequence[str], step: float) -> list[str]:
    longest = max(int(step / 6), 1)  # about six units a letter
    every = 1 if longest > 2 else max(len(labels) // 6, 1)  # noqa: PLR2004 -- fewer letters say nothing
    room = max(longest * every, 3)
    return [
        f'<text x="{step * (i + 0.5):.1f}" y="{HEIGHT - 4}" text-anchor="middle">'
        f"<title>{escape(label)}</title>{escape(_cut(label, room))}</text>"
        for i, label in enumerate(labels)
        if i % every == 0
    ]


def _cut(label: str, room: int) -> str:
    return label if len(label) <= room else label[: max(room - 1, 1)] + "…"


@dataclass(frozen=True, kw_only=True)
class Point:
    """One window of a series; without a value there is a gap."""

    value: float | None
    low: float | None = None
    high: float | None = None
    alarm: bool = False
    title: str = ""


def series(
    points: Sequence[Point], *, band: tuple[float, float] | None, floor: float | None = None
) -> str:
    """A measure with its intervals over the windows, and the band or floor it is held against."""
    width, height, left, base = WIDTH, 130, 48, 122
    known = [
        value
        for point in points
        for value in (point.value, point.low, point.high)
        if value is not None
    ]
    known += [*(band or ()), *([floor] if floor is not None else [])]
    if not known:
        return ""
    low, high = min(known), max(known)
    margin = (high - low) * 0.08 or abs(high) * 0.1 or 1.0
    low, high = low - margin, high + margin

    def y(value: float) -> float:
        return base - (value - low) / (high - low) * (base - 8)

    step = (width - left) / max(len(points), 1)
    parts = [_scale(low, high, y, left, width)]
    if band is not None:
        top, bottom = y(band[1]), y(band[0])
        parts.append(
            f'<rect class="band" x="{left}" y="{top:.1f}" width="{width - left}"'
            f' height="{bottom - top:.1f}"/>'
        )
    if floor is not None:
        at = y(floor)
        parts.append(f'<line class="floor" x1="{left}" y1="{at:.1f}" x2="{width}" y2="{at:.1f}"/>')
    for i, point in enumerate(points):
        parts.append(_point(point, left + step * (i + 0.5), y))
    return _svg("".join(parts), height, "measure over the windows", width=width)


def _scale(low: float, high: float, y: Height, left: int, width: int) -> str:
    marks = (low + (high - low) * part for part in (0.08, 0.5, 0.92))
    return "".join(
        f'<line class="axis" x1="{left}" y1="{y(mark):.1f}" x2="{width}" y2="{y(mark):.1f}"/>'
        f'<text x="{left - 6}" y="{y(mark) + 3:.1f}" text-anchor="end">{number(mark)}</text>'
        for mark in marks
    )


def _point(point: Point, x: float, y: Height) -> str:
    if point.value is None:
        return ""
    alarm = " alarm" if point.alarm else ""
    whisker = ""
    if point.low is not None and point.high is not None:
        whisker = (
            f'<line class="whisker{alarm}" x1="{x:.1f}" y1="{y(point.low):.1f}"'
            f' x2="{x:.1f}" y2="{y(point.high):.1f}"/>'
        )
    dot = f'<circle class="dot{alarm}" cx="{x:.1f}" cy="{y(point.value):.1f}" r="2.8">'
    return f"{whisker}{dot}<title>{escape(point.title)}</title></circle>"


def _svg(content: str, height: int, label: str, width: int = WIDTH) -> str:
    return f'<svg viewBox="0 0 {width} {height}" role="img" aria-label="{label}">{content}</svg>'
