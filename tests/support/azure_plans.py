"""Plans of Azure's cells, and what a test looks for in one."""

from collections.abc import Mapping

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.plan.graph import Plan, PlannedResource
from slipway.stacks.plan.many import plan_many


def planned(asked: Mapping[str, StackConfig]) -> Mapping[str, Plan]:
    """All at once: importing Azure's SDK takes longer than a plan."""
    found: dict[str, Plan] = {}
    for name, plan in zip(asked, plan_many(list(asked.values())), strict=True):
        assert isinstance(plan, Plan), f"{name}: {plan}"
        found[name] = plan
    return found


def of_type(plan: Plan, kind: str) -> dict[str, PlannedResource]:
    return {one.name: one for one in plan.resources if one.type == f"azure-native:{kind}"}


def only(plan: Plan, kind: str) -> PlannedResource:
    [found] = of_type(plan, kind).values()
    return found
