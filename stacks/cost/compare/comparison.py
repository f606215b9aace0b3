"""Bills of one workload in several cells, aligned by role."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from slipway.stacks.advice.table import FactorRow
from slipway.stacks.cost.compare.break_even import BreakEven
from slipway.stacks.cost.compare.cells.candidates import Misfit
from slipway.stacks.cost.compare.people.cost import PeopleCost
from slipway.stacks.cost.compare.people.overtake import Overtake
from slipway.stacks.cost.compare.sensitivity import Swing
from slipway.stacks.cost.compare.sweep import Sweep
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.money import CENT
from slipway.stacks.cost.span import NOTHING, Span
from slipway.stacks.plan.roles import ROLES, Role
from slipway.stacks.variants import TargetKind, Variant

ALWAYS_SHOWN: frozenset[Role] = frozenset(
    {"cluster", "tracking", "registry", "serving", "storage", "secrets", "monitoring", "network"}
)
"""Roles that a reader looks for; the others are shown where somebody bills them."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One cell's bill."""

    cell: str
    """For example ``cloud-native-aws``."""
    variant: Variant
    target: TargetKind
    region: str
    estimate: Estimate
    lacks: tuple[str, ...]
    serves_up_to: Decimal | None
    """Requests per second of all models together that its bounds bear; None without traffic.

    Beyond it the bill stands still because the service does.
    """
    notes: tuple[str, ...] = ()
    """What of the stack's config it doesn't keep."""

    def role(self, role: Role) -> Span:
        """What a part of the platform costs; nothing where nobody bills it."""
        return self.estimate.by_role.get(role, NOTHING)

    def at_least(self, role: Role) -> bool:
        """Whether something of that role is billed and not in its figure."""
        return any(
            item.role == role and item.status in ("unsupported", "price missing")
            for item in self.estimate.items
        )


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """Every cell that was asked for: those with a bill, and those that don't fit."""

    stack: str
    workload: Mapping[str, Span]
    """Requests per second by model, as the stack's config states them."""
    entries: tuple[Entry, ...]
    misfits: tuple[Misfit, ...] = ()
    sweep: Sweep | None = None
    """None where no model has traffic, and with it no break-even."""
    break_even: tuple[BreakEven, ...] = ()
    sensitivity: tuple[Swing, ...] = ()
    """Of all entries, the largest of each first."""
    people: Mapping[str, PeopleCost] = field(default_factory=dict)
    """By cell; empty unless asked for. Never part of a total."""
    overtakes: tuple[Overtake, ...] = ()
    factors: tuple[FactorRow, ...] = ()
    """What decides beside money; integration is by what the company was said to run."""

    @property
    def rows(self) -> Mapping[Role, tuple[Span, ...]]:
        """What each role costs in each entry."""
        found = {role: tuple(entry.role(role) for entry in self.entries) for role in ROLES}
        return {
            role: spans
            for role, spans in found.items()
            if role in ALWAYS_SHOWN
            or any(span.high >= CENT for span in spans)
            or any(entry.at_least(role) for entry in self.entries)
        }

    @property
    def totals(self) -> Mapping[str, Span]:
        """By cell."""
        return {entry.cell: entry.estimate.total for entry in self.entries}

    @property
    def at_least(self) -> bool:
        """Whether any total lacks something that is billed."""
        return any(entry.estimate.at_least for entry in self.entries)

    @property
    def rate(self) -> Span:
        """Requests per second of all models together."""
        return Span.total(self.workload.values())

    @property
    def currency(self) -> str:
        """Of every figure; entries are made from one catalogue."""
        return self.entries[0].estimate.currency

    @property
    def hours_per_month(self) -> Decimal:
        """The month that every entry was counted for."""
        return self.entries[0].estimate.hours_per_month

    @property
    def oldest_price(self) -> date | None:
        """The date of the oldest price in any of them."""
        dates = [entry.estimate.oldest_price for entry in self.entries]
        return min((one for one in dates if one is not None), default=None)

    @property
    def missing(self) -> tuple[str, ...]:
        """What lacks a price or a rule anywhere, each named once."""
        return tuple(dict.fromkeys(one for entry in self.entries for one in entry.estimate.missing))
