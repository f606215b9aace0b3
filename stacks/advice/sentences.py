"""What is said of an advice, in every output."""

from collections.abc import Iterator
from fractions import Fraction

from slipway.stacks.advice.advice import Advice, Duel
from slipway.stacks.advice.flip import most

NEVER = "never"
TOGETHER = "all at once"
"""Heading of the weights with which the smallest combined change makes two options equal."""


def number(value: Fraction) -> str:
    """At most three digits behind the point."""
    return f"{float(value):.3f}".rstrip("0").rstrip(".")


def signed(value: Fraction | None) -> str:
    """A change, or that there is none."""
    return NEVER if value is None else f"{'+' if value >= 0 else '-'}{number(abs(value))}"


def percent(value: Fraction | None) -> str:
    """A change as a part of the weight."""
    return "-" if value is None else f"{float(value) * 100:+.0f} %"


def weighing(advice: Advice) -> str:
    """Whose weights they are."""
    if not advice.weighed:
        return "Weights: every factor counts the same, for you gave none (--weight FACTOR=N)."
    own = ", ".join(f"{one} {number(advice.weights[one])}" for one in advice.weighed)
    rest = "" if len(advice.weighed) == len(advice.weights) else "; every other factor 1"
    return f"Weights: {own}{rest}."


def decided(advice: Advice, duel: Duel) -> str:
    """Who leads whom by how much, and which factors speak for either."""
    if not duel.lead:
        return f"{advice.first} and {duel.over} are equal; the first of the table is named first."
    return f"What decided: {advice.first} leads {duel.over} by {number(duel.lead)}."


def bounds(advice: Advice) -> str:
    """What was looked at."""
    top = number(most(advice.weights))
    return (
        f"Weights between 0 and {top} (ten times their mean) were looked at; a factor's own was "
        "changed alone. At the weight that is shown both are equal, beyond it the other leads."
    )


def combined(advice: Advice) -> str:
    """The smallest change of all weights at once."""
    flip = advice.combined
    if flip is None:
        return f"Whatever the weights within these bounds, {advice.first} stays first."
    if not flip.change:
        return f"{advice.first} and {flip.challenger} are equal: the slightest change decides."
    return (
        f"As long as no weight is off by more than {number(flip.change)}, {advice.first} stays "
        f"first. Beyond it {flip.challenger} may lead: at the weights under {TOGETHER} they are "
        "equal."
    )


def left_out(advice: Advice) -> Iterator[str]:
    """Which cells aren't ranked."""
    for one in advice.left_out:
        yield f"{one.cell} isn't ranked: {one.reason}."
