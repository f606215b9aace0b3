"""Numbers and words as a reader wants them."""

import html

from slipway.monitoring.states import State

SMALLEST, LARGEST = 1e-4, 1e7
"""Bounds between which a number is written out."""

STATES = {
    State.OK: "ok",
    State.DRIFT: "drift",
    State.QUALITY: "quality",
    State.INSUFFICIENT: "too few rows",
    State.NO_DATA: "no data",
    State.FAILED: "failed",
}


def escape(value: str) -> str:
    """Text for any place in the page."""
    return html.escape(value, quote=True)


def number(value: float | None) -> str:
    """A number to three digits; a dash for none."""
    if value is None:
        return "-"
    if value and not SMALLEST <= abs(value) < LARGEST:
        return f"{value:.1e}"
    if abs(value) >= 1000:  # noqa: PLR2004 -- from here on digits behind the point are noise
        return f"{value:,.0f}"
    return f"{value:.3g}"


def chance(value: float | None) -> str:
    """A probability; tiny ones all look alike."""
    if value is None:
        return "-"
    return f"< {SMALLEST:.4f}" if value < SMALLEST else f"{value:.2g}"


def share(value: float) -> str:
    """A share in percent."""
    return f"{value:.1%}"


def rows(value: int) -> str:
    """A count."""
    return f"{value:,}"


def badge(state: State, *, big: bool = False) -> str:
    """A coloured word for a state."""
    size = " big" if big else ""
    return f'<span class="badge {state.value}{size}">{STATES[state]}</span>'
