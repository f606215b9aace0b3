"""Two plans are compared resource by resource and property by property."""

from dataclasses import replace

from slipway.stacks.plan.diff.changes import changes
from slipway.stacks.plan.graph import Json, Plan, PlannedResource, plan_from_json


def resource(
    name: str,
    inputs: dict[str, Json],
    kind: str = "kubernetes:apps/v1:Deployment",
    *,
    protect: bool = False,
) -> PlannedResource:
    return PlannedResource(
        urn=f"urn:pulumi:dev::slipway::{kind}::{name}",
        type=kind,
        name=name,
        inputs=inputs,
        protect=protect,
    )


def plan(*resources: PlannedResource) -> Plan:
    return Plan(stack="dev", variant="open-source", target="local", resources=resources)


SERVER = resource("server", {"spec": {"selector": {"app": "a"}, "replicas": 2}})


def test_equal_plans_have_no_difference() -> None:
    assert changes(plan(SERVER), plan(SERVER)) == []


def test_what_came_and_what_went_is_named() -> None:
    other = resource("other", {})
    found = changes(plan(SERVER), plan(other))
    assert [(one.name, one.kind) for one in found] == [("server", "removed"), ("other", "added")]


def test_a_changed_property_has_both_values() -> None:
    after = resource("server", {"spec": {"selector": {"app": "a"}, "replicas": 3}})
    [change] = changes(plan(SERVER), plan(after))
    [one] = change.properties
    assert (change.kind, one.path, one.before, one.after) == ("updated", "spec.replicas", 2, 3)


def test_a_replacement_names_the_property_that_forces_it() -> None:
    after = resource("server", {"spec": {"selector": {"app": "b"}, "replicas": 3}})
    [change] = changes(plan(SERVER), plan(after))
    assert (change.kind, change.forced_by) == ("replaced", ("spec.selector.app",))


def test_a_type_without_rules_may_be_replaced() -> None:
    before = resource("x", {"a": 1}, "aws:nowhere/thing:Thing")
    after = resource("x", {"a": 2}, "aws:nowhere/thing:Thing")
    [change] = changes(plan(before), plan(after))
    assert (change.kind, change.forced_by) == ("may-replace", ("a",))


def test_a_list_that_grew_is_one_change_and_an_item_that_changed_another() -> None:
    before = resource("x", {"spec": {"a": [1, 2], "b": [1, 2]}})
    after = resource("x", {"spec": {"a": [1, 2, 3], "b": [1, 5]}})
    [change] = changes(plan(before), plan(after))
    assert [one.path for one in change.properties] == ["spec.a", "spec.b[1]"]


def test_protection_that_goes_is_a_change() -> None:
    [change] = changes(plan(replace(SERVER, protect=True)), plan(SERVER))
    assert [one.path for one in change.properties] == ["(protect)"]


def test_a_plan_survives_its_json() -> None:
    read = replace(SERVER, read=True, dependencies=("a",), property_dependencies={"spec": ("a",)})
    assert plan_from_json(plan(read).to_json()) == plan(read)
