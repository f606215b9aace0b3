"""Every resource belongs to one part of the platform."""

import pytest

from slipway.stacks.plan.graph import Plan, PlannedResource, plan_from_json
from slipway.stacks.plan.render.picture import picture
from slipway.stacks.plan.roles import ROLES, UnknownComponentError, roles
from tests.support.example_stacks import STACKS, example_plans


def resource(kind: str, urn: str, parent: str | None = None) -> PlannedResource:
    return PlannedResource(
        urn=urn,
        type=kind,
        name=urn,
        parent=parent,
    )


def plan(*resources: PlannedResource) -> Plan:
    return Plan(stack="dev", variant="cloud-native", target="aws", resources=resources)


PLAN = plan(
    resource("slipway:aws:CloudNativePlatform", "platform"),
    resource("slipway:aws:ObjectStore", "store", "platform"),
    resource("slipway:aws:Bucket", "bucket", "store"),
    resource("aws:s3/bucket:Bucket", "native", "bucket"),
    resource("slipway:index:ConfigServer", "part", "store"),
    resource("kubernetes:core/v1:Namespace", "space", "platform"),
    resource("pulumi:providers:aws", "aws"),
)


def test_a_resource_takes_the_role_of_the_component_above() -> None:
    assert roles(PLAN) == {
        "platform": "platform",
        "store": "storage",
        "bucket": "storage",
        "native": "storage",
        "part": "storage",
        "space": "platform",
        "aws": "platform",
    }


def test_a_component_without_a_role_is_refused_by_name() -> None:
    with pytest.raises(UnknownComponentError, match="slipway:aws:Surprise"):
        roles(plan(resource("slipway:aws:Surprise", "x")))


@pytest.mark.parametrize("stack", STACKS)
def test_every_component_of_the_example_stacks_has_a_role(stack: str) -> None:
    assert set(roles(plan_from_json(example_plans()[stack])).values()) <= set(ROLES)


def test_a_picture_shows_each_kind_once_with_its_number() -> None:
    drawn = picture(PLAN)
    assert "cloud-native on aws: 2 resources" in drawn
    assert drawn.count("s3 Bucket") == 1
    assert "Object storage" in drawn
    assert "Database" not in drawn
