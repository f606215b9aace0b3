"""The bill by part of the platform, before and after."""

from dataclasses import dataclass

from slipway.stacks.cost.diff.diff import Diff
from slipway.stacks.cost.span import NOTHING, Span
from slipway.stacks.plan.roles import ROLES, Role


@dataclass(frozen=True, kw_only=True)
class RoleCost:
    """One part of the platform."""

    role: Role
    before: Span
    after: Span


def cost_by_role(cost: Diff) -> list[RoleCost]:
    """Parts whose bill differs, in the order of the roles."""
    before, after = cost.before.by_role, cost.after.by_role
    rows = [
        RoleCost(role=role, before=before.get(role, NOTHING), after=after.get(role, NOTHING))
        for role in ROLES
    ]
    return [one for one in rows if one.before != one.after]
