"""A usage file: hours per month, and lines of service, sku, region, unit and quantity."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from slipway.stacks.cost.catalogue.unit import Unit, unit_of
from slipway.stacks.cost.faults import CostInputError, InputFault
from slipway.stacks.cost.usage_list.yaml_lines import Placed, read_yaml

DEFAULT_HOURS = Decimal(730)
"""A twelfth of a year; bills of a month with 31 days count 744."""

MOST_HOURS = Decimal(744)
_TEXTS = ("service", "sku", "region", "unit", "quantity")


@dataclass(frozen=True, kw_only=True)
class UsageLine:
    """One quantity of something that is sold."""

    service: str
    sku: str
    region: str
    unit: Unit
    quantity: Decimal
    source: str
    line: int


@dataclass(frozen=True, kw_only=True)
class Usage:
    """Everything to be priced."""

    hours_per_month: Decimal
    lines: tuple[UsageLine, ...]


def read_usage(path: Path) -> Usage:
    """The usage of a file.

    Raises:
        CostInputError: Anything in it is wrong; all faults are named with their line.
    """
    document = read_yaml(path)
    reader = _Reader(source=str(path), faults=[])
    reader.known(document, ("hoursPerMonth", "lines"))
    hours = document.mapping.get("hoursPerMonth")
    hours_per_month = DEFAULT_HOURS if hours is None else reader.hours(hours)
    listed = document.mapping.get("lines")
    if listed is None or not listed.sequence:
        line = document.line if listed is None else listed.line
        reader.fault(line, "no lines", "a list of at least one line", "Write lines: [...].")
    lines = [reader.line(one) for one in (listed.sequence if listed else ())]
    if reader.faults:
        raise CostInputError(reader.faults)
    return Usage(
        hours_per_month=hours_per_month, lines=tuple(one for one in lines if one is not None)
    )


@dataclass(frozen=True, kw_only=True)
class _Reader:
    source: str
    faults: list[InputFault]

    def fault(self, line: int, value: str, rule: str, remedy: str) -> None:
        self.faults.append(
            InputFault(source=self.source, line=line, value=value, rule=rule, remedy=remedy)
        )

    def known(self, place: Placed, keys: tuple[str, ...]) -> None:
        for key, value in place.mapping.items():
            if key not in keys:
                self.fault(value.line, f"key {key}", f"one of {', '.join(keys)}", "Remove it.")

    def number(self, place: Placed, name: str) -> Decimal:
        try:
            value = Decimal(place.text or "")
        except InvalidOperation:
            value = Decimal(-1)
        if not value.is_finite() or value < 0:
            written = f"{name} {place.text!r}"
            self.fault(place.line, written, "a number of 0 or more", "Write it like 730.")
            return Decimal(0)
        return value

    def hours(self, place: Placed) -> Decimal:
        hours = self.number(place, "hoursPerMonth")
        if not 0 < hours <= MOST_HOURS:
            rule = f"above 0 and at most {MOST_HOURS}"
            self.fault(place.line, f"hoursPerMonth {place.text}", rule, "730 is usual.")
        return hours

    def line(self, place: Placed) -> UsageLine | None:
        self.known(place, _TEXTS)
        lacking = [name for name in _TEXTS if not (self._text(place, name))]
        if lacking:
            rule = f"a mapping with {', '.join(_TEXTS)}"
            self.fault(place.line, f"no {', '.join(lacking)}", rule, "Add what is missing.")
            return None
        unit = unit_of(self._text(place, "unit"))
        if unit is None:
            where = place.mapping["unit"]
            remedy = f"Known are: {', '.join(Unit)}."
            self.fault(where.line, f"unit {where.text!r}", "a unit that is known", remedy)
            return None
        return UsageLine(
            service=self._text(place, "service"),
            sku=self._text(place, "sku"),
            region=self._text(place, "region"),
            unit=unit,
            quantity=self.number(place.mapping["quantity"], "quantity"),
            source=self.source,
            line=place.line,
        )

    def _text(self, place: Placed, name: str) -> str:
        value = place.mapping.get(name)
        return "" if value is None else (value.text or "").strip()
