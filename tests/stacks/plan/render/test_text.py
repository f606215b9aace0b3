"""What people read of a plan and of a difference."""

from rich.console import Console, RenderableType

from slipway.components.access.managed_grants import MANAGED_GRANTS
from slipway.components.access.matrix import MATRIX
from slipway.stacks.plan.diff.changes import PropertyChange, ResourceChange
from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json, Plan, PlannedResource
from slipway.stacks.plan.limits import limits
from slipway.stacks.plan.render.access import access_table
from slipway.stacks.plan.render.counts import counts, service_of
from slipway.stacks.plan.render.difference import difference
from slipway.stacks.plan.render.tree import tree


def text(shown: RenderableType) -> str:
    console = Console(width=200)
    with console.capture() as captured:
        console.print(shown)
    return captured.get()


def resource(
    kind: str, name: str, parent: str | None = None, inputs: dict[str, Json] | None = None
) -> PlannedResource:
    return PlannedResource(
        urn=name,
        type=kind,
        name=name,
        parent=parent,
        inputs=inputs or {},
        protect=name == "kept",
        read=name == "shared",
    )


PLAN = Plan(
    stack="dev",
    variant="cloud-native",
    target="aws",
    resources=(
        resource("slipway:aws:ObjectStore", "store"),
        resource(
            "aws:s3/bucket:Bucket", "kept", "store", {"arn": UNKNOWN, "key": SECRET, "name": "b"}
        ),
        resource("pulumi:pulumi:StackReference", "shared"),
    ),
)


def test_a_tree_shows_marks_and_on_demand_every_input() -> None:
    brief, full = text(tree(PLAN, properties=False)), text(tree(PLAN, properties=True))
    assert "aws:s3/bucket:Bucket  kept (protected)" in brief
    assert "shared (exists already)" in brief
    assert "name = b" not in brief
    assert "name = b" in full
    assert "arn = <unknown>" in full
    assert "key = <secret>" in full


def test_resources_are_counted_by_service() -> None:
    assert counts(PLAN) == {
        "aws s3": 1,
        "components of Slipway": 1,
        "pulumi pulumi": 1,
    }
    assert service_of("kubernetes:core/v1:Service") == "kubernetes core"
    assert service_of("pulumi:providers:aws") == "providers of Pulumi"


def test_a_plan_says_what_it_cannot_know() -> None:
    told = [limit.what for limit in limits(PLAN)]
    assert any("1 value known only after a deployment" in one for one in told)
    assert any("credentials may create this in AWS" in one for one in told)
    local = Plan(stack="dev", variant="open-source", target="local", resources=())
    assert not any("AWS" in limit.what for limit in limits(local))


def test_what_destroys_something_comes_first() -> None:
    changes = [
        ResourceChange(urn="a", type="t", name="a", kind="added"),
        ResourceChange(
            urn="b",
            type="t",
            name="b",
            kind="replaced",
            properties=(
                PropertyChange(path="size", before=1, after=None, effect="replace"),
                PropertyChange(path="tags", before={}, after={"a": "b"}, effect="update"),
            ),
        ),
    ]
    lines = text(difference("dev since main", changes)).splitlines()
    assert lines[0] == "dev since main: 1 replaced, 1 added"
    assert "replaced t b" in lines[1]
    assert "size: 1 -> nothing (forces it)" in lines[2]
    assert lines[3].endswith('tags: {} -> {"a": "b"}')


def test_every_grant_of_the_matrix_is_shown() -> None:
    shown = text(access_table("cloud-native"))
    for grant in MATRIX:
        assert grant.reason in shown
    assert [one.reason for one in MANAGED_GRANTS if one.reason in shown] == []
    shown = text(access_table("managed-platform"))
    for grant in (*MATRIX, *MANAGED_GRANTS):
        assert grant.reason in shown
