"""Which variant suits a team: the ranking, what decided it, and how far it is from flipping."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from slipway.stacks.advice.errors import AdviceInputError
from slipway.stacks.advice.flip import CombinedFlip, Flip, combined_flip, flips
from slipway.stacks.advice.options import LeftOut, Option, options
from slipway.stacks.advice.rank import Contribution, Ranked, contributions, ranking
from slipway.stacks.advice.table import FactorRow, factor_table
from slipway.stacks.advice.weights import Weighing, weights
from slipway.stacks.variants import Cell


@dataclass(frozen=True, kw_only=True)
class Duel:
    """The first against another option: what each factor adds to its lead."""

    over: str
    lead: Fraction
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True, kw_only=True)
class Advice:
    """Everything that is answered."""

    table: tuple[FactorRow, ...]
    weights: Mapping[str, Fraction]
    weighed: tuple[str, ...]
    """Factors that the team weighed; the others are 1."""
    runs: tuple[str, ...]
    options: tuple[Option, ...]
    ranking: tuple[Ranked, ...]
    duels: tuple[Duel, ...]
    """Over the second; and where that is the same variant, over the best of another one."""
    flips: tuple[Flip, ...]
    combined: CombinedFlip | None
    left_out: tuple[LeftOut, ...]

    @property
    def first(self) -> str:
        """What it comes to."""
        return self.ranking[0].option


def advise(
    cells: Sequence[Cell],
    written: Sequence[Weighing] = (),
    *,
    runs: Sequence[str] = (),
    costs: Mapping[str, Decimal] | None = None,
    left_out: Sequence[LeftOut] = (),
) -> Advice:
    """The advice on these cells.

    Args:
        cells: What can be chosen.
        written: The team's weights.
        runs: What the company already runs, see `integration.answers`.
        costs: Expected money a month, for each of `cells`; None leaves cost out.
        left_out: Cells that can't be chosen, handed on.

    Raises:
        AdviceInputError: The weights are wrong, or nothing is left to choose between.
    """
    table = factor_table(cells, runs=runs, costs=costs) if cells else ()
    found = options(cells, table)
    if len(found) <= 1:
        raise AdviceInputError([_no_choice(found, left_out)])
    weighed = weights(written, [row.factor for row in table])
    by_label = {one.label: one for one in found}
    scores = {label: one.scores for label, one in by_label.items()}
    ranked = ranking(scores, weighed)
    return Advice(
        table=table,
        weights=weighed,
        weighed=tuple(dict.fromkeys(one.factor for one in written)),
        runs=tuple(runs),
        options=tuple(found),
        ranking=tuple(ranked),
        duels=tuple(_duels(ranked, by_label, weighed)),
        flips=tuple(flips(scores, weighed)),
        combined=combined_flip(scores, weighed),
        left_out=tuple(left_out),
    )


def _duels(
    ranked: Sequence[Ranked], by_label: Mapping[str, Option], weighed: Mapping[str, Fraction]
) -> list[Duel]:
    first, *others = (by_label[one.option] for one in ranked)
    opponents = [others[0]]
    if _variants(first) == _variants(others[0]):
        opponents += [one for one in others if _variants(one) != _variants(first)][:1]
    return [_duel(first, one, weighed) for one in opponents]


def _duel(first: Option, other: Option, weighed: Mapping[str, Fraction]) -> Duel:
    found = contributions(first.scores, other.scores, weighed)
    lead = sum((one.lead for one in found), Fraction(0))
    return Duel(over=other.label, lead=lead, contributions=tuple(found))


def _variants(option: Option) -> set[str]:
    return {one.variant for one in option.cells}


def _no_choice(found: Sequence[Option], left_out: Sequence[LeftOut]) -> str:
    got = f"only {found[0].label}" if found else "nothing"
    told = "; ".join(f"{one.cell}: {one.reason}" for one in left_out)
    return f"advice: got {got} to choose; expected two that differ. Left out are {told}."
