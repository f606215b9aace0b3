"""Resources come in one order, whatever the order of their registration."""

import itertools

from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.plan.order import parents_first


def resource(urn: str, parent: str | None) -> PlannedResource:
    return PlannedResource(
        urn=urn,
        type="t",
        name=urn,
        parent=parent,
    )


def test_every_order_of_registration_gives_the_same_list() -> None:
    resources = [
        resource("b", "stack"),
        resource("a", "stack"),
        resource("b-child", "b"),
        resource("a-child", "a"),
    ]
    orders = {
        tuple(one.urn for one in parents_first(registered))
        for registered in itertools.permutations(resources)
    }
    assert orders == {("a", "a-child", "b", "b-child")}
