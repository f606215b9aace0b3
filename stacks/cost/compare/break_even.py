"""The request rates at which another variant becomes the cheapest."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from slipway.stacks.cost.compare.sweep import RateCost, Sweep
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.money import CENT

Cost = Callable[[Decimal], Decimal]
"""Requests per second to money a month."""
_PRECISION = Decimal("1e-6")
"""Of a rate that is found, as a part of it."""
_HALVINGS = 3
"""An interval of the sweep is looked into this often: a lead narrower than an eighth may hide."""
_LEAST_MARGIN = 1e-9


@dataclass(frozen=True, kw_only=True)
class BreakEven:
    """A rate, who is the cheapest on both sides, and what they cost there."""

    rate: Decimal
    cheaper_below: str
    cheaper_above: str
    total_below: Decimal
    """The cheapest total just below the rate."""
    total_above: Decimal
    """The cheapest total just above it."""

    @property
    def jump(self) -> bool:
        """Whether the lead changes by a step of a total (another node) and not by two that meet."""
        return abs(self.total_above - self.total_below) >= CENT


def break_evens(estimators: Mapping[str, Estimator], sweep: Sweep) -> list[BreakEven]:
    """Every change of the cheapest expected total within the rates of the sweep, lowest first.

    Raises:
        NoTrafficError: No model of an estimate has any.
    """
    costs = {name: _expected(one) for name, one in estimators.items()}
    known = {
        rate: {name: totals[at].expected for name, totals in sweep.totals.items()}
        for at, rate in enumerate(sweep.rates)
    }
    return changes_of_lead(costs, sweep.rates, known)


def changes_of_lead(
    costs: Mapping[str, Cost],
    rates: tuple[Decimal, ...],
    known: Mapping[Decimal, Mapping[str, Decimal]] | None = None,
) -> list[BreakEven]:
    """Every change of the lowest cost between the first and the last rate.

    Where the costs of two neighbouring rates have another cheapest, or leave room for one in
    between because no cost falls as the rate grows, the interval is halved; a change of lead is
    then found as the root of the leader's margin. Costs may be steps: then the root is the jump.
    At equal costs the one that is named first leads. `known` holds costs that were counted before,
    by rate and name.
    """
    lead = _Lead(costs, known or {})
    return [one for low, high in pairwise(rates) for one in lead.changes(low, high, _HALVINGS)]


def _expected(estimator: Estimator) -> Cost:
    total = RateCost(estimator)
    return lambda rate: total(rate).expected


class _Lead:
    """Who is the cheapest, at any rate; what was once asked is kept."""

    def __init__(
        self, costs: Mapping[str, Cost], known: Mapping[Decimal, Mapping[str, Decimal]]
    ) -> None:
        self._costs = costs
        self._known = dict(known)

    def changes(self, low: Decimal, high: Decimal, halvings: int) -> Iterator[BreakEven]:
        """Those between two rates, lowest first."""
        leader = self._leader(low)
        if leader != self._leader(high):
            below, above = self._around_change(low, high)
            yield from self.changes(low, below, halvings)
            yield self._break_even(below, above)
            yield from self.changes(above, high, halvings)
        elif halvings and not self._holds(leader, low, high):
            middle = (low + high) / 2
            yield from self.changes(low, middle, halvings - 1)
            yield from self.changes(middle, high, halvings - 1)

    def _at(self, rate: Decimal) -> Mapping[str, Decimal]:
        if rate not in self._known:
            self._known[rate] = {name: cost(rate) for name, cost in self._costs.items()}
        return self._known[rate]

    def _leader(self, rate: Decimal) -> str:
        found = self._at(rate)
        return min(found, key=lambda name: found[name])

    def _holds(self, leader: str, low: Decimal, high: Decimal) -> bool:
        """Whether nobody can get below the leader in between, as no cost falls."""
        most = self._at(high)[leader]
        return all(cost >= most for name, cost in self._at(low).items() if name != leader)

    def _around_change(self, low: Decimal, high: Decimal) -> tuple[Decimal, Decimal]:
        """Two rates, next to each other within the precision, that have different leaders."""
        # Imported late: it takes longer than any other command does in all.
        from scipy.optimize import brentq  # noqa: PLC0415

        leader = self._leader(low)
        precision = low * _PRECISION or _PRECISION

        def margin(rate: float) -> float:
            found = self._at(Decimal(rate))
            best = min(cost for name, cost in found.items() if name != leader)
            behind = float(found[leader] - best)
            # Never zero: where costs are equal over a range, only its end is the change.
            if self._leader(Decimal(rate)) == leader:
                return min(behind, -_LEAST_MARGIN)
            return max(behind, _LEAST_MARGIN)

        root = Decimal(brentq(margin, float(low), float(high), xtol=float(precision)))
        below, above = max(low, root - 2 * precision), min(high, root + 2 * precision)
        if self._leader(below) == self._leader(above):
            raise AssertionError((low, high, root))  # brentq keeps the change within xtol
        return below, above

    def _break_even(self, below: Decimal, above: Decimal) -> BreakEven:
        first, second = self._leader(below), self._leader(above)
        return BreakEven(
            rate=_readable(above),
            cheaper_below=first,
            cheaper_above=second,
            total_below=self._at(below)[first],
            total_above=self._at(above)[second],
        )


def _readable(rate: Decimal) -> Decimal:
    """In four digits that count."""
    step = Decimal(1).scaleb(rate.adjusted() - 3)
    return Decimal(f"{rate.quantize(step):f}")
