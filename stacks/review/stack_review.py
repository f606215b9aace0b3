"""One stack as a change leaves it, against what it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.diff.diff import Diff
from slipway.stacks.plan.diff.changes import ResourceChange, changes
from slipway.stacks.plan.graph import Plan, PlannedResource
from slipway.stacks.plan.limits import Limit, limits
from slipway.stacks.policy.stack import check_plan
from slipway.stacks.review.consequence import Consequence, consequence
from slipway.stacks.review.finding_changes import FindingChanges, finding_changes
from slipway.stacks.review.release_change import ReleaseChange, release_changes


@dataclass(frozen=True, kw_only=True)
class Side:
    """A plan and the config that it was made from."""

    plan: Plan
    config: StackConfig


@dataclass(frozen=True, kw_only=True)
class Loss:
    """A resource that goes or is made anew, and what that means."""

    change: ResourceChange
    component: tuple[str, ...]
    consequence: Consequence | None


@dataclass(frozen=True, kw_only=True)
class ComponentChange:
    """The changes of one component."""

    component: tuple[str, ...]
    changes: tuple[ResourceChange, ...]


@dataclass(frozen=True, kw_only=True)
class StackReview:
    """What a change does to one stack."""

    stack: str
    variant: str
    target: str
    environment: str
    changes: tuple[ResourceChange, ...]
    losses: tuple[Loss, ...]
    components: tuple[ComponentChange, ...]
    cost: Diff
    findings: FindingChanges
    releases: tuple[ReleaseChange, ...]
    limits: tuple[Limit, ...]
    unknowns: int
    notes: tuple[str, ...]

    @property
    def changed(self) -> bool:
        """Whether anything but an unchanged finding is to be told."""
        return bool(
            self.changes
            or self.cost.lines
            or self.cost.gaps
            or self.findings.new
            or self.findings.fixed
            or self.releases
        )


def review_stack(
    before: Side | None, after: Side, cost: Diff, today: date, notes: Sequence[str]
) -> StackReview:
    """The review of one stack; `before` is None for a new one."""
    nothing = Plan(
        stack=after.plan.stack,
        variant=after.plan.variant,
        target=after.plan.target,
        resources=(),
    )
    old = nothing if before is None else before.plan
    found = tuple(changes(old, after.plan))
    reports = check_plan(after.plan, after.config, today)
    earlier = None if before is None else check_plan(before.plan, before.config, today)
    places = _Places([*old.resources, *after.plan.resources])
    return StackReview(
        stack=after.plan.stack,
        variant=after.plan.variant,
        target=after.plan.target,
        environment=after.config.platform.environment,
        changes=found,
        losses=tuple(_losses(found, old, places)),
        components=tuple(_by_component(found, places)),
        cost=cost,
        findings=finding_changes(earlier, reports),
        releases=tuple(release_changes(None if before is None else before.config, after.config)),
        limits=tuple(limits(after.plan)),
        unknowns=len(after.plan.unknowns()),
        notes=tuple(notes),
    )


class _Places:
    """The components around every resource of both plans."""

    def __init__(self, resources: Sequence[PlannedResource]) -> None:
        self._by_urn = {one.urn: one for one in resources}

    def component(self, urn: str) -> tuple[str, ...]:
        found: list[str] = []
        at = self._by_urn.get(urn)
        while at is not None:
            if at.type.startswith("slipway:"):
                found.insert(0, at.name)
            at = self._by_urn.get(at.parent or "")
        return tuple(found)


_GOING = ("replaced", "may-replace", "removed")


def _losses(found: Sequence[ResourceChange], before: Plan, places: _Places) -> list[Loss]:
    """Replacements and removals; what takes data first."""
    old = {one.urn: one for one in before.resources}
    losses = [
        Loss(
            change=one,
            component=places.component(one.urn),
            consequence=consequence(old[one.urn]),
        )
        for one in found
        if one.kind in _GOING and not one.type.startswith("slipway:")
    ]
    return sorted(losses, key=_heaviest)


def _heaviest(loss: Loss) -> tuple[int, int, str]:
    weights = ("data", "service", "none")
    weight = len(weights) if loss.consequence is None else weights.index(loss.consequence.weight)
    return weight, _GOING.index(loss.change.kind), loss.change.urn


def _by_component(found: Sequence[ResourceChange], places: _Places) -> list[ComponentChange]:
    grouped: dict[tuple[str, ...], list[ResourceChange]] = {}
    for one in found:
        if not one.type.startswith(("slipway:", "pulumi:")):
            grouped.setdefault(places.component(one.urn), []).append(one)
    return [
        ComponentChange(component=component, changes=tuple(some))
        for component, some in sorted(grouped.items())
    ]
