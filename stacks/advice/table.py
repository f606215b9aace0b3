"""The factors beside money, for every cell that is asked about: one table for all outputs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from slipway.stacks.advice.bill import bill_scores
from slipway.stacks.advice.coverage import coverage_score
from slipway.stacks.advice.given import score_of, scored_factors
from slipway.stacks.advice.integration import integration_score
from slipway.stacks.advice.labels import cells_label
from slipway.stacks.advice.score import Score
from slipway.stacks.variants import Cell

COVERED = "covered-functions"
INTEGRATION = "integration"
COST = "cost"


@dataclass(frozen=True, kw_only=True)
class FactorRow:
    """One factor: how every cell does in it, and why."""

    factor: str
    """As `--weight` calls it."""
    title: str
    best: str
    """What a 5 means."""
    scores: Mapping[str, Score]
    """By cell."""

    @property
    def grouped(self) -> Mapping[str, Score]:
        """Cells of one score and reason in one line, named as `labels.cells_label` does."""
        alike: dict[Score, list[str]] = {}
        for cell, score in self.scores.items():
            alike.setdefault(score, []).append(cell)
        return {cells_label(cells, self.scores): score for score, cells in alike.items()}


def factor_names() -> tuple[str, ...]:
    """Every factor that a weight can be given to."""
    return (*(one.name for one in scored_factors()), COVERED, INTEGRATION, COST)


def factor_table(
    cells: Sequence[Cell],
    *,
    runs: Sequence[str] = (),
    costs: Mapping[str, Decimal] | None = None,
) -> tuple[FactorRow, ...]:
    """A row per factor, cells in the order given; cost only where bills are.

    Args:
        cells: Which ones to compare, of `options.CHOICES`.
        runs: What the company already runs, see `integration.answers`.
        costs: Expected money a month by cell, for each of `cells`.
    """
    rows = [
        FactorRow(
            factor=one.name,
            title=one.title,
            best=one.best,
            scores={cell.name: score_of(cell, one.scores, one.name) for cell in cells},
        )
        for one in scored_factors()
    ]
    rows.append(
        FactorRow(
            factor=COVERED,
            title="covered functions",
            best="every capability is there, whole",
            scores={cell.name: coverage_score(cell) for cell in cells},
        )
    )
    rows.append(
        FactorRow(
            factor=INTEGRATION,
            title="integration with what already runs",
            best="it is used as it is",
            scores={cell.name: integration_score(cell, runs) for cell in cells},
        )
    )
    if costs is not None:
        scores = bill_scores({cell.name: costs[cell.name] for cell in cells})
        rows.append(
            FactorRow(factor=COST, title="cost", best="the cheapest of these", scores=scores)
        )
    return tuple(rows)
