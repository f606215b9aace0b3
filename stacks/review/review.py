"""What a change does to every stack of a project."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from slipway.stacks.policy.finding import Finding
from slipway.stacks.policy.policy import SEVERITIES, Severity
from slipway.stacks.review.stack_review import StackReview


@dataclass(frozen=True, kw_only=True)
class Review:
    """Every stack at a revision against what it is now."""

    base: str
    stacks: tuple[StackReview, ...]
    gone: tuple[str, ...]
    """Stacks that only the base has: what they made stays until somebody destroys it."""

    @property
    def changed(self) -> tuple[StackReview, ...]:
        """Stacks that anything is to be told of."""
        return tuple(one for one in self.stacks if one.changed)

    @property
    def bill(self) -> dict[str, Decimal]:
        """The change of the expected bill, by currency."""
        found: dict[str, Decimal] = {}
        for one in self.stacks:
            if one.cost.lines:
                before = found.get(one.cost.currency, Decimal(0))
                found[one.cost.currency] = before + one.cost.delta.expected
        return found

    def new_findings(self, least: Severity) -> Iterator[Finding]:
        """Findings of at least this severity that the change brings."""
        counted = SEVERITIES[: SEVERITIES.index(least) + 1]
        for one in self.stacks:
            yield from (new for new in one.findings.new if new.policy.severity in counted)
