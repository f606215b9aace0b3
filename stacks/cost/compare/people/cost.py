"""What people's work on a platform costs: beside the cloud's bill, never in it."""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from itertools import groupby
from pathlib import Path

from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS, cell_name
from slipway.stacks.cost.faults import CostInputError, InputFault
from slipway.stacks.cost.span import Span

_BUILT_IN = Path(__file__).with_name("people.csv")
_BOUNDS = ("low", "expected", "high")
_TEXTS = ("variant", "target", "work", "reason")
COLUMNS = (
    *_TEXTS[:3],
    *(f"setup_{bound}" for bound in _BOUNDS),
    *(f"monthly_{bound}" for bound in _BOUNDS),
    _TEXTS[3],
)
"""Of a file of hours: a line per cell and kind of work."""


@dataclass(frozen=True, kw_only=True)
class PeopleCost:
    """Hours that a team spends on one cell. The built-in ones are our estimate, and no measurement.

    Their order follows from what the team owns in each cell; a team's own file replaces them.
    """

    setup_hours: Span
    """Once, until models are in production."""
    monthly_hours: Span
    """For as long as it runs."""
    rate: Decimal
    """Money per hour, in the currency of the comparison."""
    reason: str
    """What the hours go into, and why so many."""

    @property
    def setup(self) -> Span:
        """Money, once."""
        return self.setup_hours * self.rate

    @property
    def monthly(self) -> Span:
        """Money a month."""
        return self.monthly_hours * self.rate


@dataclass(frozen=True, kw_only=True)
class _Work:
    cell: str
    name: str
    setup: Span
    monthly: Span
    reason: str


def people_costs(rate: Decimal, file: Path | None = None) -> Mapping[str, PeopleCost]:
    """The work on each cell at a price per hour; a cell that `file` names is as there.

    Raises:
        CostInputError: A line of the file names no cell, or its figures aren't in order.
    """
    works = _read(_BUILT_IN)
    if file is not None:
        own = _read(file)
        named = {one.cell for one in own}
        works = [one for one in works if one.cell not in named] + own
    by_cell = groupby(sorted(works, key=lambda one: one.cell), key=lambda one: one.cell)
    found = {cell: _cost(rate, list(group)) for cell, group in by_cell}
    return {cell: found[cell] for cell in BILLED_CELLS if cell in found}


def _cost(rate: Decimal, works: Iterable[_Work]) -> PeopleCost:
    works = list(works)
    return PeopleCost(
        setup_hours=Span.total(one.setup for one in works),
        monthly_hours=Span.total(one.monthly for one in works),
        rate=rate,
        reason="; ".join(f"{one.name}: {one.reason}" for one in works),
    )


def _read(path: Path) -> list[_Work]:
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CostInputError([_fault(path, 1, str(error), "CSV", "Look at the file.")]) from error
    lines = csv.DictReader(text.splitlines())
    if tuple(lines.fieldnames or ()) != COLUMNS:
        found = ",".join(lines.fieldnames or ()) or "nothing"
        raise CostInputError([_fault(path, 1, found, ",".join(COLUMNS), "Name these columns.")])
    works: list[_Work] = []
    faults: list[InputFault] = []
    for row in lines:
        _add(path, lines.line_num, row, works, faults)
    if faults:
        raise CostInputError(faults)
    return works


def _add(
    path: Path,
    line: int,
    row: Mapping[str, str | None],
    works: list[_Work],
    faults: list[InputFault],
) -> None:
    cell = cell_name(row["variant"] or "", row["target"] or "")
    setup, monthly = (_span(row, prefix) for prefix in ("setup", "monthly"))
    if cell not in BILLED_CELLS:
        rule = f"variant and target of {', '.join(BILLED_CELLS)}"
        faults.append(_fault(path, line, cell, rule, "Hours are compared between these."))
    elif not row["work"] or not row["reason"]:
        value = f"{cell} without work or reason"
        faults.append(_fault(path, line, value, "both", "Say in one line what for, and why."))
    elif setup is None or monthly is None:
        value = ", ".join(row[name] or "" for name in COLUMNS[3:-1])
        rule = "hours with 0 <= low <= expected <= high"
        faults.append(_fault(path, line, value, rule, "Put them in order."))
    else:
        works.append(
            _Work(cell=cell, name=row["work"], setup=setup, monthly=monthly, reason=row["reason"])
        )


def _span(row: Mapping[str, str | None], prefix: str) -> Span | None:
    try:
        low, expected, high = (Decimal(row[f"{prefix}_{bound}"] or "") for bound in _BOUNDS)
        # Infinite hours are in order, too.
        return Span(low, expected, high) if high.is_finite() else None
    except (InvalidOperation, ValueError):
        return None


def _fault(path: Path, line: int, value: str, rule: str, remedy: str) -> InputFault:
    return InputFault(source=str(path), line=line, value=value, rule=rule, remedy=remedy)
