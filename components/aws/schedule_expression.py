"""A cron line of five fields as EventBridge Scheduler writes it: six, and days from SUN to SAT."""

from collections.abc import Sequence
from dataclasses import dataclass

_DAYS = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")
_MONTHS = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)


class UntranslatableScheduleError(ValueError):
    """A cron line says what EventBridge Scheduler can't."""

    def __init__(self, line: str, field: str, expected: str) -> None:
        super().__init__(
            f"monitoring.schedule: got {field!r} in {line!r}; expected {expected}, which is what"
            " EventBridge Scheduler knows. Write it with lists, ranges and steps, on days of the"
            " month or on days of the week."
        )


@dataclass(frozen=True, kw_only=True)
class _Field:
    """The whole numbers that a field may name, and their names where they have some."""

    first: int
    last: int
    names: Sequence[str] = ()

    def number(self, text: str) -> int | None:
        if text.isascii() and text.isdecimal():
            number = int(text)
            return number if self.first <= number <= self.last else None
        upper = text.upper()
        return self.first + self.names.index(upper) if upper in self.names else None


_MINUTE, _HOUR = _Field(first=0, last=59), _Field(first=0, last=23)
_DATE, _MONTH = _Field(first=1, last=31), _Field(first=1, last=12, names=_MONTHS)
_DAY = _Field(first=0, last=7, names=_DAYS)  # 0 and 7 are both Sunday


def schedule_expression(line: str) -> str:
    """``cron(...)`` for a cron line, every field spelled out as a list.

    Raises:
        UntranslatableScheduleError: The line restricts both kinds of days, which cron reads as
            either and EventBridge refuses, or has more than lists, ranges and steps.
    """
    minute, hour, date, month, day = line.split()
    if date != "*" and day != "*":
        raise UntranslatableScheduleError(line, f"{date} {day}", "* in one of the two day fields")
    if day == "*":
        dates, days = _listed(line, date, _DATE), "?"
    else:
        numbers = sorted({number % len(_DAYS) for number in _numbers(line, day, _DAY)})
        dates, days = "?", ",".join(_DAYS[number] for number in numbers)
    fields = (
        _listed(line, minute, _MINUTE),
        _listed(line, hour, _HOUR),
        dates,
        _listed(line, month, _MONTH),
        days,
        "*",
    )
    return f"cron({' '.join(fields)})"


def _listed(line: str, text: str, field: _Field) -> str:
    if text == "*":
        return "*"
    return ",".join(map(str, sorted(set(_numbers(line, text, field)))))


def _numbers(line: str, text: str, field: _Field) -> list[int]:
    return [number for part in text.split(",") for number in _part(line, part, field)]


def _part(line: str, part: str, field: _Field) -> range:
    """The numbers of ``*``, ``5``, ``1-5``, ``*/15``, ``10-50/5`` or ``5/15``."""
    span, slash, step = part.partition("/")
    low, dash, high = span.partition("-")
    first: int | None = field.first if span == "*" else field.number(low)
    last: int | None = first
    if span == "*":
        # A step over days of the week ends on Saturday: 7 is Sunday again.
        last = len(_DAYS) - 1 if field is _DAY else field.last
    elif dash:
        last = field.number(high)
    elif slash:
        last = field.last
    width = int(step) if step.isascii() and step.isdecimal() else 1
    wrong_step = bool(slash) and (not step.isdecimal() or width < 1)
    if first is None or last is None or wrong_step or first > last:
        expected = f"numbers from {field.first} to {field.last}"
        raise UntranslatableScheduleError(line, part, expected)
    return range(first, last + 1, width)
