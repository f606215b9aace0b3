"""What can be chosen: cells, and those that differ in nothing as one option."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from slipway.stacks.advice.labels import cells_label
from slipway.stacks.advice.table import FactorRow
from slipway.stacks.variants import CELLS, Cell, TargetKind

CHOICES: tuple[Cell, ...] = tuple(one for one in CELLS if one.built and one.target != "local")
"""Where a team's platform can be; the local one is for trying things on, and has no scores."""


@dataclass(frozen=True, kw_only=True)
class LeftOut:
    """A cell that isn't ranked."""

    cell: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class Option:
    """Cells with the same score in every factor: no weights can tell them apart."""

    label: str
    cells: tuple[Cell, ...]
    scores: Mapping[str, Fraction]
    """By factor."""


def choose(
    *, runs: Collection[str], targets: Collection[TargetKind]
) -> tuple[list[Cell], list[LeftOut]]:
    """The cells that a team can choose from, and why the others aren't among them.

    Args:
        runs: What the company already runs.
        targets: Where it may be; anywhere if empty.
    """
    chosen: list[Cell] = []
    left_out: list[LeftOut] = []
    for one in CELLS:
        reason = _against(one, runs, targets)
        if reason is None:
            chosen.append(one)
        else:
            left_out.append(LeftOut(cell=one.name, reason=reason))
    return chosen, left_out


def _against(cell: Cell, runs: Collection[str], targets: Collection[TargetKind]) -> str | None:
    if not cell.built:
        return "not in this version"
    if cell.target == "local":
        return "one machine, to try things on"
    if targets and cell.target not in targets:
        return f"only {', '.join(targets)} was asked for"
    if cell.target == "kubernetes" and not targets and "kubernetes" not in runs:
        return "needs a cluster that you run already: say --runs kubernetes"
    return None


def options(cells: Sequence[Cell], table: Sequence[FactorRow]) -> list[Option]:
    """In the order of the cells."""
    names = [one.name for one in cells]
    alike: dict[tuple[Fraction, ...], list[Cell]] = {}
    for one in cells:
        alike.setdefault(tuple(row.scores[one.name].value for row in table), []).append(one)
    return [
        Option(
            label=cells_label([one.name for one in group], names),
            cells=tuple(group),
            scores=dict(zip((row.factor for row in table), scores, strict=True)),
        )
        for scores, group in alike.items()
    ]
