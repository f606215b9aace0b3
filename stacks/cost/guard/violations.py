"""Which limits an estimate, or what a change adds to it, doesn't keep."""

from datetime import date, timedelta
from decimal import ROUND_DOWN, Decimal

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.diff.diff import Completeness, Diff
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.guard.budget import over_budget
from slipway.stacks.cost.guard.excess import excess
from slipway.stacks.cost.guard.limits import LimitName, Limits, MaxIncrease, Violation
from slipway.stacks.cost.money import CENT, cents

_SURE: dict[Completeness, tuple[str, str]] = {
    "complete": ("", ""),
    "at least": ("at least ", ""),
    "partial": ("", ", as far as prices are known on both sides"),
}


def violations(
    estimate: Estimate,
    config: StackConfig,
    limits: Limits,
    *,
    today: date,
    difference: Diff | None = None,
) -> list[Violation]:
    """Every limit that isn't kept; a figure exactly at its limit keeps it.

    Raises:
        ConfigError: The budget is in another currency than the prices.
        ValueError: An increase is limited, and there is nothing to compare with.
    """
    told: dict[LimitName, str | None] = {"budget": over_budget(estimate, config)}
    if limits.max_increase is not None:
        if difference is None:
            raise ValueError("a limit of the increase needs a difference")
        told["max-increase"] = _increase(difference, limits.max_increase)
    if limits.min_coverage is not None:
        told["min-coverage"] = _coverage(estimate, limits.min_coverage)
    if limits.max_price_age is not None:
        told["max-price-age"] = _age(estimate, limits.max_price_age, today)
    return [
        Violation(limit=limit, message=message)
        for limit, message in told.items()
        if message is not None
    ]


def _increase(difference: Diff, limit: MaxIncrease) -> str | None:
    base = difference.before.total.expected
    rise, allowed = difference.delta.expected, limit.of(base)
    if rise <= allowed:
        return None
    least, partly = _SURE[difference.completeness]
    share = f" ({cents(allowed)} of {cents(base)})" if limit.percent else ""
    remedy = "" if base or not limit.percent else " A share of nothing is nothing: give an amount."
    return (
        f"{difference.stack}: expected {least}{cents(rise)} {difference.currency} a month more "
        f"than at {difference.base}{partly}; {excess(rise - allowed)} above the allowed increase "
        f"of {limit}{share}.{remedy}"
    )


def _coverage(estimate: Estimate, required: Decimal) -> str | None:
    """Compared before any rounding, and told rounded down, so that it never reads as kept."""
    billable = sum(1 for item in estimate.items if item.billable)
    priced = estimate.counts["priced"]
    if priced * 100 >= required * billable:
        return None
    found = (Decimal(priced * 100) / billable).quantize(CENT, ROUND_DOWN)
    return (
        f"{estimate.stack}: coverage {found} %, {required - found:f} points below the required "
        f"{required:f} %; {billable - priced} of {billable} lines that are billed have no price."
    )


def _age(estimate: Estimate, limit: timedelta, today: date) -> str | None:
    old = sorted(
        (one for one in estimate.prices if today - one.date > limit),
        key=lambda one: (one.date, one.key),
    )
    if not old:
        return None
    first = old[0]
    age = (today - first.date).days
    return (
        f"{estimate.stack}: {len(old)} of {len(estimate.prices)} prices are older than the "
        f"allowed {limit.days} days; the oldest is {first.key} of {first.as_of} "
        f"({first.origin}), {age} days old, {age - limit.days} too many."
    )
