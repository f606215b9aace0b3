"""Reads a price book: a CSV file with one price, or one tier of a price, per line."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from slipway.stacks.cost.catalogue.price import CONFIDENCES, Confidence, Price, PriceKey, day_of
from slipway.stacks.cost.catalogue.rows import Row, joined
from slipway.stacks.cost.catalogue.unit import Unit, unit_of
from slipway.stacks.cost.catalogue.validate import family_faults
from slipway.stacks.cost.faults import CostInputError, InputFault

REQUIRED = ("service", "sku", "region", "unit", "amount", "currency", "source", "as_of")
OPTIONAL = ("provider", "confidence", "from_quantity", "free_quantity", "free")
_TRUE = {"yes", "true", "1"}


def read_book(path: Path) -> tuple[Price, ...]:
    """Every price of a file.

    Raises:
        CostInputError: Anything in it is wrong; all faults are named with their line.
    """
    source = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        fault = _fault(source, 1, str(error), "a CSV file in UTF-8", "Give another path.")
        raise CostInputError([fault]) from None
    reader = csv.DictReader(text.splitlines())
    faults = list(_column_faults(source, reader.fieldnames or []))
    if faults:
        raise CostInputError(faults)
    rows: list[Row] = []
    for record in reader:
        row = _Record(source=source, line=reader.line_num, fields=record).row()
        if isinstance(row, Row):
            rows.append(row)
        else:
            faults += row
    prices, more = joined(rows)
    faults += [*more, *family_faults(prices)]
    if faults:
        raise CostInputError(sorted(faults, key=lambda fault: fault.line))
    return prices


def _column_faults(source: str, names: object) -> Iterator[InputFault]:
    found = [str(name) for name in names] if isinstance(names, (list, tuple)) else []
    remedy = f"Columns: {', '.join(REQUIRED)}; optional: {', '.join(OPTIONAL)}."
    for name in REQUIRED:
        if name not in found:
            yield _fault(source, 1, f"no column {name}", "all required columns", remedy)
    for name in found:
        if name not in (*REQUIRED, *OPTIONAL):
            yield _fault(source, 1, f"column {name}", "a column that is known", remedy)


def _fault(source: str, line: int, value: str, rule: str, remedy: str) -> InputFault:
    return InputFault(source=source, line=line, value=value, rule=rule, remedy=remedy)


@dataclass(frozen=True, kw_only=True)
class _Record:
    """One line of the file, unchecked."""

    source: str
    line: int
    fields: Mapping[str, str | None]

    def row(self) -> Row | list[InputFault]:
        """The line's price, or everything that is wrong with it."""
        faults: list[InputFault] = []
        unit = self._unit(faults)
        start = self._number("from_quantity", faults, empty=Decimal(0))
        free_quantity = self._number("free_quantity", faults, empty=Decimal(0))
        amount = self._number("amount", faults, empty=None)
        confidence = self._confidence(faults)
        self._texts(faults)
        if faults or unit is None or amount is None or start is None or free_quantity is None:
            return faults
        return Row(
            key=PriceKey(
                provider=self._text("provider"),
                service=self._text("service"),
                sku=self._text("sku"),
                region=self._text("region"),
            ),
            unit=unit,
            currency=self._text("currency"),
            start=start,
            free_quantity=free_quantity,
            amount=amount,
            free=self._text("free").casefold() in _TRUE,
            source=self._text("source"),
            as_of=self._text("as_of"),
            confidence=confidence,
            file=self.source,
            line=self.line,
        )

    def _text(self, name: str) -> str:
        return (self.fields.get(name) or "").strip()

    def _unit(self, faults: list[InputFault]) -> Unit | None:
        unit = unit_of(self._text("unit"))
        if unit is None:
            known = ", ".join(Unit)
            faults.append(self._wrong("unit", "a unit that is known", f"Known are: {known}."))
        return unit

    def _number(
        self, name: str, faults: list[InputFault], *, empty: Decimal | None
    ) -> Decimal | None:
        text = self._text(name)
        if not text and empty is not None:
            return empty
        try:
            value = Decimal(text)
        except InvalidOperation:
            value = Decimal(-1)
        if not value.is_finite() or value < 0:
            faults.append(self._wrong(name, "a number of 0 or more", "Write it like 0.096."))
            return None
        return value

    def _confidence(self, faults: list[InputFault]) -> Confidence:
        text = self._text("confidence") or "listed"
        for one in CONFIDENCES:
            if one == text:
                return one
        faults.append(self._wrong("confidence", f"one of {', '.join(CONFIDENCES)}", "Choose one."))
        return "low"

    def _texts(self, faults: list[InputFault]) -> None:
        faults += [
            self._wrong(name, "a name", "Say what the price is for.")
            for name in ("service", "sku", "region")
            if not self._text(name)
        ]
        if not self._text("source"):
            faults.append(self._wrong("source", "a citation", "Say who states this price."))
        if not (len(self._text("currency")) == 3 and self._text("currency").isupper()):  # noqa: PLR2004 - ISO 4217
            faults.append(self._wrong("currency", "three capitals", "Write it like USD."))
        try:
            day_of(self._text("as_of"))
        except ValueError:
            faults.append(self._wrong("as_of", "a year, month or day", "Write it like 2026-08-14."))

    def _wrong(self, name: str, rule: str, remedy: str) -> InputFault:
        value = f"{name} {self._text(name)!r}"
        return _fault(self.source, self.line, value, rule, remedy)
