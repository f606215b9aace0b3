"""Figures of a comparison as a reader gets them, the same in a terminal, Markdown and pictures."""

from decimal import ROUND_HALF_UP, Decimal

from slipway.stacks.cost.compare.comparison import Comparison, Entry
from slipway.stacks.cost.money import cents, exact
from slipway.stacks.plan.roles import Role

_DIGITS = 3
NOTHING_BILLED = "-"


def role_figure(entry: Entry, role: Role) -> str:
    """The expected money of a role; with a mark where something billed isn't in it."""
    span = entry.role(role)
    prefix = "≥ " if entry.at_least(role) else ""
    return f"{prefix}{cents(span.expected)}" if span.high or prefix else NOTHING_BILLED


def total_figures(entry: Entry) -> tuple[str, str, str]:
    """Low, expected and high, each with the mark where it is only a lower bound."""
    prefix = "≥ " if entry.estimate.at_least else ""
    low, expected, high = (f"{prefix}{cents(one)}" for one in entry.estimate.total.each())
    return low, expected, high


def share(part: Decimal) -> str:
    """A coverage in percent."""
    return f"{part * 100:.1f} %"


def rate_figure(rate: Decimal | None) -> str:
    """Requests per second in three digits that count."""
    if rate is None:
        return NOTHING_BILLED
    if not rate:
        return "0"
    step = Decimal(1).scaleb(rate.adjusted() - _DIGITS + 1)
    return plain(rate.quantize(min(step, Decimal(1)), rounding=ROUND_HALF_UP))


def plain(number: Decimal) -> str:
    """All digits that count and no more."""
    return exact(number).removesuffix(".00")


def cheapest(comparison: Comparison) -> Entry:
    """By the expected total, as far as prices are known."""
    return min(comparison.entries, key=lambda entry: entry.estimate.total.expected)
