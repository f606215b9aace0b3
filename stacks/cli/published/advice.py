"""`slipway variants --advise --json`; scores and weights are numbers."""

from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.advice.advice import Advice, Duel
from slipway.stacks.advice.flip import CombinedFlip, Flip
from slipway.stacks.advice.table import FactorRow
from slipway.stacks.config.base import ConfigModel


class ScoreDocument(ConfigModel):
    """How good a cell is in a factor, from 1 to 5, and why."""

    cell: str
    score: float
    reason: str


class FactorDocument(ConfigModel):
    """One factor; `best` says what a 5 means."""

    factor: str
    title: str
    best: str
    scores: list[ScoreDocument]

    @classmethod
    def of(cls, row: FactorRow) -> "FactorDocument":
        """The document of a factor."""
        scores = [
            ScoreDocument(cell=cell, score=float(one.value), reason=one.reason)
            for cell, one in row.scores.items()
        ]
        return cls(factor=row.factor, title=row.title, best=row.best, scores=scores)


class RankedDocument(ConfigModel):
    """An option; its cells are alike in every factor."""

    place: int
    option: str
    cells: list[str]
    score: float


class ContributionDocument(ConfigModel):
    """What a factor adds to the lead of the first; negative where it lags."""

    factor: str
    weight: float
    first: float
    other: float
    lead: float


class DuelDocument(ConfigModel):
    """The first against the second, and against the best of another variant."""

    over: str
    lead: float
    contributions: list[ContributionDocument]

    @classmethod
    def of(cls, duel: Duel) -> "DuelDocument":
        """The document of a duel."""
        return cls(
            over=duel.over,
            lead=float(duel.lead),
            contributions=[
                ContributionDocument(
                    factor=one.factor,
                    weight=float(one.weight),
                    first=float(one.first),
                    other=float(one.second),
                    lead=float(one.lead),
                )
                for one in duel.contributions
            ],
        )


class FlipDocument(ConfigModel):
    """The weight of one factor at which another option comes first; null where none does."""

    factor: str
    weight: float
    flips_at: float | None
    change: float | None
    relative: float | None
    """The change as a part of the weight; null also where that is 0."""
    challenger: str | None

    @classmethod
    def of(cls, flip: Flip) -> "FlipDocument":
        """The document of a flip."""
        at, change, relative = (
            None if one is None else float(one) for one in (flip.at, flip.change, flip.relative)
        )
        return cls.model_validate(
            {
                "factor": flip.factor,
                "weight": float(flip.weight),
                "flipsAt": at,
                "change": change,
                "relative": relative,
                "challenger": flip.challenger,
            }
        )


class CombinedFlipDocument(ConfigModel):
    """The least by which all weights must be off at once; `weights` make both equal."""

    change: float
    challenger: str
    weights: dict[str, float]

    @classmethod
    def of(cls, flip: CombinedFlip) -> "CombinedFlipDocument":
        """The document of it."""
        moved = {factor: float(weight) for factor, weight in flip.weights.items()}
        return cls(change=float(flip.change), challenger=flip.challenger, weights=moved)


class LeftOutDocument(ConfigModel):
    """A cell that isn't ranked."""

    cell: str
    reason: str


class AdviceDocument(ConfigModel):
    """The whole advice."""

    schema_: Annotated[Literal["slipway.advice/v1"], Field(alias="schema")]
    stack: str | None
    """Whose bills count as a factor; null where cost isn't one."""
    runs: list[str]
    weights: dict[str, float]
    weighed: list[str]
    """Factors that the team weighed; the others are 1."""
    ranking: list[RankedDocument]
    decided: list[DuelDocument]
    flips: list[FlipDocument]
    combined: CombinedFlipDocument | None
    """Null where no weights within bounds change the first."""
    factors: list[FactorDocument]
    left_out: list[LeftOutDocument]
    notes: list[str]

    @classmethod
    def of(cls, advice: Advice, stack: str | None, notes: Sequence[str] = ()) -> "AdviceDocument":
        """The document of an advice."""
        combined = advice.combined
        return cls.model_validate(
            {
                "schema": "slipway.advice/v1",
                "stack": stack,
                "runs": list(advice.runs),
                "weights": {factor: float(one) for factor, one in advice.weights.items()},
                "weighed": list(advice.weighed),
                "ranking": _ranking(advice),
                "decided": [DuelDocument.of(one) for one in advice.duels],
                "flips": [FlipDocument.of(one) for one in advice.flips],
                "combined": None if combined is None else CombinedFlipDocument.of(combined),
                "factors": [FactorDocument.of(row) for row in advice.table],
                "leftOut": [
                    LeftOutDocument(cell=one.cell, reason=one.reason) for one in advice.left_out
                ],
                "notes": list(notes),
            }
        )


def _ranking(advice: Advice) -> list[RankedDocument]:
    cells = {one.label: [cell.name for cell in one.cells] for one in advice.options}
    return [
        RankedDocument(
            place=place, option=one.option, cells=cells[one.option], score=float(one.score)
        )
        for place, one in enumerate(advice.ranking, start=1)
    ]
