"""Node pools."""

import dataclasses
import json

from hypothesis import given
from hypothesis import strategies as st

from slipway.components.aws.node_groups import NodeGroups, NodeGroupsArgs, NodePool, spread
from slipway.components.ownership import ignored
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws, only
from tests.support.ignored_changes import ignored_changes
from tests.support.json_path import at
from tests.support.recording import Recording

MODELS = NodePool(size="m6i.large", min=1, max=6, disk_gb=64, spot=False)
REPOSITORIES = PLACE.arn("ecr", "repository/slipway/*")
ARGS = NodeGroupsArgs(
    place=PLACE,
    cluster_name="slipway-dev",
    version="1.35",
    subnet_ids=["subnet-a", "subnet-b", "subnet-c"],
    pools={"models": MODELS},
    key_arn=KEY,
    repositories=[REPOSITORIES],
    tags={"owner": "ml-platform"},
)
KIND = "eks/nodeGroup:NodeGroup"


def made(pool: NodePool = MODELS) -> Recording:
    return on_aws(lambda: NodeGroups("nodes", dataclasses.replace(ARGS, pools={"models": pool})))


def template(recording: Recording) -> dict[str, Json]:
    return only(recording, "ec2/launchTemplate:LaunchTemplate")


@given(
    st.integers(min_value=0, max_value=1000),
    st.integers(min_value=1, max_value=1000),
    st.integers(min_value=1, max_value=6),
)
def test_zones_together_keep_the_pools_bounds(low: int, more: int, zones: int) -> None:
    bounds = spread(low, low + more, zones)
    assert len(bounds) == zones
    assert sum(one for one, _ in bounds) == low
    assert sum(one for _, one in bounds) == low + more
    assert all(one <= other for one, other in bounds)
    assert max(other for _, other in bounds) - min(other for _, other in bounds) <= 1


def test_every_zone_has_a_group_of_its_own() -> None:
    found = of_type(made(), KIND)
    assert [at(one, "subnetIds") for one in found.values()] == [
        ["subnet-a"],
        ["subnet-b"],
        ["subnet-c"],
    ]
    sizes = [at(one, "scalingConfig") for one in found.values()]
    assert sizes == [{"minSize": low, "maxSize": 2, "desiredSize": low} for low in (1, 0, 0)]


def test_a_pool_smaller_than_the_zones_has_no_empty_groups() -> None:
    assert len(of_type(made(dataclasses.replace(MODELS, max=2)), KIND)) == 2


def test_an_up_never_takes_the_autoscalers_nodes_away() -> None:
    found = ignored_changes(lambda: NodeGroups("nodes", ARGS))
    assert found == {
        (f"aws:{KIND}", f"nodes-models-{index}"): ignored(f"aws:{KIND}") for index in range(3)
    }


def test_what_is_ignored_is_a_property_of_the_groups() -> None:
    """A misspelt path is ignored without a word, and the field changed at every `up`."""
    group = of_type(made(), KIND)["nodes-models-0"]
    for path in ignored(f"aws:{KIND}"):
        assert at(group, *path.split(".")) == 1


def test_pods_cant_ask_for_the_nodes_credentials() -> None:
    assert template(made())["metadataOptions"] == {
        "httpEndpoint": "enabled",
        "httpTokens": "required",
        "httpPutResponseHopLimit": 1,
    }


def test_disks_are_encrypted_with_the_platforms_key() -> None:
    [disk] = list(template(made())["blockDeviceMappings"])  # type: ignore[arg-type] # a list
    assert at(disk, "ebs", "encrypted") == "true"
    assert at(disk, "ebs", "kmsKeyId") == KEY
    assert at(disk, "ebs", "volumeType") == "gp3"
    assert at(disk, "ebs", "volumeSize") == 64


def test_nobody_logs_in_to_a_node() -> None:
    recording = made()
    assert "keyName" not in template(recording)
    assert all("remoteAccess" not in one for one in of_type(recording, KIND).values())


def test_what_nodes_are_made_of_carries_the_platforms_tags() -> None:
    found = template(made())["tagSpecifications"]
    assert isinstance(found, list)
    assert {at(one, "resourceType") for one in found} == {
        "instance",
        "volume",
        "network-interface",
    }
    assert all(at(one, "tags", "owner") == "ml-platform" for one in found)


def test_spot_is_what_the_pool_says() -> None:
    spot = of_type(made(dataclasses.replace(MODELS, spot=True)), KIND)
    assert {at(one, "capacityType") for one in spot.values()} == {"SPOT"}
    assert {at(one, "capacityType") for one in of_type(made(), KIND).values()} == {"ON_DEMAND"}


def test_groups_follow_the_clusters_version_and_are_known_by_their_pool() -> None:
    for group in of_type(made(), KIND).values():
        assert group["version"] == "1.35"
        assert group["labels"] == {"slipway.dev/pool": "models"}
        assert group["nodeRepairConfig"] == {"enabled": True}


def test_nodes_pull_the_platforms_images_and_the_add_ons_and_no_others() -> None:
    policy = json.loads(str(only(made(), "iam/rolePolicy:RolePolicy")["policy"]))
    login, images = policy["Statement"]
    assert login["Action"] == ["ecr:GetAuthorizationToken"]
    assert images["Resource"] == [REPOSITORIES, "arn:aws:ecr:eu-central-1:*:repository/eks/*"]
    assert all(action.startswith(("ecr:Batch", "ecr:Get")) for action in images["Action"])


def test_nodes_have_no_rights_of_the_network_add_on() -> None:
    attached = of_type(made(), "iam/rolePolicyAttachment:RolePolicyAttachment")
    assert [at(one, "policyArn") for one in attached.values()] == [
        "arn:aws:iam::aws:policy/AmazonEKSWorkerNodePolicy"
    ]
