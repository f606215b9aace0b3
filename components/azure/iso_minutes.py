"""Whole minutes as ISO 8601 durations, and the windows that alerts of Azure Monitor allow."""

METRIC_WINDOWS = (1, 5, 15, 30, 60, 360, 720, 1440)
"""Minutes that a metric alert can look back. Source: Azure Monitor, metric alert limits."""
LOG_WINDOWS = (5, 10, 15, 30, 60, 120, 240, 360, 1440, 2880)
"""Minutes that a log alert can look back."""
_HOUR, _DAY = 60, 1440


def iso_minutes(minutes: int) -> str:
    """``PT5M``, ``PT2H``, ``P1D``: the form that Azure gives back, so that no plan sees a change.

    Raises:
        ValueError: Fewer than one minute.
    """
    if minutes < 1:
        raise ValueError(f"duration: got {minutes} minutes; expected at least one.")
    if minutes % _DAY == 0:
        return f"P{minutes // _DAY}D"
    hours, rest = divmod(minutes, _HOUR)
    return f"PT{f'{hours}H' if hours else ''}{f'{rest}M' if rest else ''}"


def window(minutes: int, allowed: tuple[int, ...]) -> str:
    """The shortest allowed window that holds so many minutes, else the longest."""
    return iso_minutes(next((one for one in allowed if one >= minutes), allowed[-1]))


def whole_minutes(seconds: int, least: int = 1) -> int:
    """Seconds rounded up to minutes."""
    return max(least, -(-seconds // 60))
