"""Which assumption moves a total most: each one alone, from its low to its high figure."""

from dataclasses import dataclass
from decimal import Decimal

from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.span import Span


@dataclass(frozen=True, kw_only=True)
class Swing:
    """What one assumption does to the expected total while every other one stays as expected."""

    estimate: str
    assumption: str
    unit: str
    low_value: Decimal
    high_value: Decimal
    total_at_low: Decimal
    total_at_high: Decimal
    swing: Decimal
    """How far apart the two totals are, whichever is greater."""


def sensitivity(name: str, estimator: Estimator) -> list[Swing]:
    """Every assumption that the estimate rests on, traffic included, the largest swing first."""
    # One name may be used for several places; it is changed for all of them at once.
    used = {one.name: one for one in estimator.base.assumptions}
    swings = []
    for one in used.values():
        at_low, at_high = (
            _expected(estimator, one.name, at) for at in (one.value.low, one.value.high)
        )
        swings.append(
            Swing(
                estimate=name,
                assumption=one.name,
                unit=one.unit,
                low_value=one.value.low,
                high_value=one.value.high,
                total_at_low=at_low,
                total_at_high=at_high,
                swing=abs(at_high - at_low),
            )
        )
    return sorted(swings, key=lambda one: (-one.swing, one.assumption))


def _expected(estimator: Estimator, name: str, value: Decimal) -> Decimal:
    """The bounds of a total never mix, so that its expected one has every other as expected."""
    return estimator.total({name: Span.exactly(value)}).expected
