"""The part of the page about labels: realised quality and concept drift over the windows."""

from slipway.monitoring.reasons import NAMES
from slipway.monitoring.report.columns import SHOWN_WINDOWS
from slipway.monitoring.report.drawing import Point, series
from slipway.monitoring.report.text import chance, number, share
from slipway.monitoring.states import State
from slipway.monitoring.verdict import Verdict, Window


def outcome(verdict: Verdict) -> str:
    """Charts of each measure; a sentence where no label has come."""
    windows = verdict.windows[-SHOWN_WINDOWS:]
    names = list(dict.fromkeys(name for window in windows for name in window.quality.measures))
    if not names:
        text = "No labels have come for these windows, so how good the predictions were is unknown."
        return f'<p class="soft">{text}</p>'
    charts = "".join(_chart(windows, name, verdict.levels.interval) for name in names)
    return f'<div class="cards">{charts}{_labels(windows[-1])}</div>'


def _chart(windows: tuple[Window, ...], name: str, confidence: float) -> str:
    band: tuple[float, float] | None = None
    points: list[Point] = []
    for window in windows:
        measure = window.quality.measures.get(name)
        if measure is None:
            points.append(Point(value=None))
            continue
        if measure.band_low is not None and measure.band_high is not None:
            band = (measure.band_low, measure.band_high)
        points.append(
            Point(
                value=measure.value,
                low=measure.low,
                high=measure.high,
                alarm=measure.state is State.QUALITY,
                title=f"window {window.index + 1}: {number(measure.value)}"
                f" ({number(measure.low)} to {number(measure.high)})",
            )
        )
    title = NAMES.get(name, name)
    return (
        f'<article class="panel"><h3>{title[0].upper()}{title[1:]}</h3>'
        f'<p class="soft small">with {confidence:.1%} interval; shaded: the reference band</p>'
        f"{series(points, band=band)}</article>"
    )


def _labels(window: Window) -> str:
    quality, concept = window.quality, window.concept
    facts = (
        ("labelled", f"{quality.labelled:,} of {quality.rows:,} ({share(quality.completeness)})"),
        ("errors seen / expected", number(concept.score)),
        ("excess", number(concept.effect)),
        ("p", chance(concept.p)),
        ("repeated ids", f"{quality.repeated:,}"),
    )
    rest = "".join(f"<tr><td>{term}</td><td class='n'>{text}</td></tr>" for term, text in facts)
    says = {
        State.DRIFT: "Inputs and labels relate differently: more errors than scores explain.",
        State.OK: "No more errors than these scores explain.",
    }.get(concept.state, "Too few labels to tell.")
    return (
        f'<article class="panel"><h3>Concept, window {window.index + 1}</h3>'
        f'<p class="soft small">{says}</p><table>{rest}</table></article>'
    )
