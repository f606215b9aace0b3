"""The open-source variant on EKS."""

import functools
import json
from pathlib import Path

import pytest

from slipway.components.ownership import OWNED
from slipway.components.variants.open_source import OpenSourcePlatform
from slipway.stacks.cells.open_source_aws import open_source_on_aws
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.images.lock import read_lock
from slipway.stacks.plan.graph import Plan, PlannedResource
from slipway.stacks.plan.many import Refused, plan_many
from tests.support.aws_cloud import of_type, on_aws
from tests.support.ignored_changes import ignored_changes
from tests.support.json_path import at
from tests.support.pods import pods
from tests.support.recording import Recording

ROOT = Path(__file__).parents[3]
HOST = "111122223333.dkr.ecr.eu-central-1.amazonaws.com"
RELEASE = {"version": 3, "image": f"{HOST}/slipway/car-loan@sha256:{'a' * 64}"}
PLACE = {"kind": "aws", "region": "eu-central-1", "account": "111122223333"}
ADMINISTRATOR = "arn:aws:iam::111122223333:role/platform-team"
TARGET = {**PLACE, "cluster": {"administrators": [ADMINISTRATOR]}}
ADOPTED = {
    **PLACE,
    "network": {
        "adopt": {
            "vpc": "vpc-0123456789abcdef0",
            "cidr": "172.31.0.0/16",
            "privateSubnets": ["subnet-0123456789abcdef0", "subnet-0123456789abcdef1"],
        }
    },
    "cluster": {
        "adopt": {
            "name": "theirs",
            "endpoint": "https://theirs.example.com",
            "certificateAuthority": "Q0E=",
            "securityGroup": "sg-0123456789abcdef0",
        }
    },
    "adopt": {
        "key": "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
        "registry": f"{HOST}/ml",
    },
}


def config(target: object = TARGET, **platform: object) -> StackConfig:
    values = {
        "platform": {
            "variant": "open-source",
            "target": target,
            "models": {"car-loan": {}},
            "tags": {"owner": "ml-platform"},
            **platform,
        },
        "releases": {"car-loan": RELEASE},
    }
    return load(RawStack(stack="team", source="Pulumi.team.yaml", values=values))


def built(given: StackConfig) -> OpenSourcePlatform | None:
    assert isinstance(given.platform.target, AwsTarget)
    return open_source_on_aws(given, given.platform.target)


def made(target: object = TARGET, **platform: object) -> Recording:
    given = config(target, **platform)
    return on_aws(lambda: built(given))


@functools.cache
def dev() -> Recording:
    """The example, recorded once: nothing changes a recording."""
    return made()


def kinds(recording: Recording) -> set[str]:
    """The packages that resources are from: aws, kubernetes, slipway, ..."""
    return {one.type.partition(":")[0] for one in recording.resources}


def named(recording: Recording, kind: str, name: str) -> PlannedResource:
    [found] = [one for one in recording.resources if (one.type, one.name) == (kind, name)]
    return found


@pytest.fixture(autouse=True)
def in_the_project(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)


def test_the_wrong_account_ends_an_up_before_anything_is_dev() -> None:
    provider = named(dev(), "pulumi:providers:aws", "aws").inputs
    assert json.loads(str(provider["allowedAccountIds"])) == ["111122223333"]
    tags = json.loads(str(provider["defaultTags"]))["tags"]
    assert tags == {
        "owner": "ml-platform",
        "slipway:stack": "team",
        "slipway:environment": "dev",
    }


def test_every_aws_resource_is_made_by_the_stacks_own_provider() -> None:
    recording = dev()
    providers = {one.provider for one in recording.resources if one.type.startswith("aws:")}
    assert len(providers) == 1
    assert "::aws::" in str(providers.pop())


def test_the_cluster_is_entered_without_a_secret_and_known_by_its_endpoint() -> None:
    provider = named(dev(), "pulumi:providers:kubernetes", "cluster").inputs
    assert "get-token" in str(provider["kubeconfig"])
    assert "token:" not in str(provider["kubeconfig"])
    assert provider["clusterIdentifier"] == "https://cluster.example.com"
    assert provider["enableServerSideApply"] == "true"


def test_nothing_runs_before_nodes_administrators_and_add_ons_are_there() -> None:
    """And nothing of them is taken down while something runs: disks and cards would stay."""
    waited_for = {
        urn.rpartition("::")[2]
        for urn in named(dev(), "pulumi:providers:kubernetes", "cluster").dependencies
    }
    assert {
        "cluster-administrator-0",
        "network-addons-vpc-cni",
        "nodes-system-0",
        "nodes-models-2",
        "node-addons-aws-ebs-csi-driver",
        "autoscaler-association",
    } <= waited_for


def test_nodes_are_gone_before_the_network_add_on_is() -> None:
    """The other way round, their network cards stay behind and hold the subnets."""
    dependencies = named(dev(), "aws:eks/nodeGroup:NodeGroup", "nodes-models-0").dependencies
    assert any(urn.endswith("::network-addons-vpc-cni") for urn in dependencies)


def test_add_ons_that_run_as_pods_wait_for_nodes() -> None:
    """EKS calls an add-on degraded, and the `up` fails, as long as its pods have nowhere to run."""
    dependencies = named(dev(), "aws:eks/addon:Addon", "node-addons-coredns").dependencies
    assert any(urn.endswith("::nodes-system-0") for urn in dependencies)


def test_nothing_asks_for_a_load_balancer() -> None:
    recording = dev()
    assert recording.kind("Service")
    for service in recording.kind("Service"):
        spec = at(service.inputs, "spec")
        assert isinstance(spec, dict)
        assert spec.get("type", "ClusterIP") == "ClusterIP", service.name
    assert recording.kind("Ingress") == []


def test_platform_images_are_the_pinned_ones_in_ecr_and_were_found_there() -> None:
    recording = dev()
    pinned = read_lock(ROOT / "images.lock.json").digests()
    images = {
        str(at(container, "image"))
        for pod in pods(recording)
        for container in [*pod.containers(init=True), *pod.containers(init=False)]
    }
    ours = {image for image in images if image.startswith(HOST)} - {RELEASE["image"]}
    expected = {f"{HOST}/slipway/{name}@{digest}" for name, digest in pinned.items()}
    assert ours < expected
    check = named(recording, "pulumi-python:dynamic/slipway:ImagesPresent", "images")
    # Without repositories there is nothing to find.
    assert any(urn.endswith("::registry-tracking") for urn in check.dependencies)


def test_models_are_pulled_from_ecr_so_the_cluster_has_no_registry() -> None:
    recording = dev()
    assert "slipway:index:ContainerRegistry" not in {one.type for one in recording.resources}
    assert "registry-car-loan" in of_type(recording, "ecr/repository:Repository")


def test_disks_are_of_the_platforms_class() -> None:
    recording = dev()
    claims = [one.inputs for one in recording.kind("PersistentVolumeClaim")]
    assert claims
    assert {at(one, "spec", "storageClassName") for one in claims} == {"slipway-gp3"}


def test_models_run_on_the_nodes_of_their_pool() -> None:
    server = dev().one("Deployment", "car-loan-server")
    spec = at(server, "spec", "template", "spec")
    assert at(spec, "nodeSelector") == {"slipway.dev/pool": "models"}
    group = of_type(dev(), "eks/nodeGroup:NodeGroup")["nodes-models-0"]
    assert group["labels"] == at(spec, "nodeSelector")


def test_fields_that_others_own_are_left_to_them() -> None:
    given = config()
    found = ignored_changes(lambda: built(given))
    for token, owned in OWNED.items():
        mine = [paths for (kind, _), paths in found.items() if kind == token]
        assert all(paths == list(owned.paths) for paths in mine)
    ours = {kind for kind, _ in found if kind.startswith("aws:")}
    assert ours == {"aws:eks/cluster:Cluster", "aws:eks/nodeGroup:NodeGroup"}


def test_production_has_more_of_everything_that_costs() -> None:
    small, prod = dev(), made(environment="prod")
    gateways = "ec2/natGateway:NatGateway"
    assert (len(of_type(small, gateways)), len(of_type(prod, gateways))) == (1, 3)
    protected = {one.name for one in prod.resources if one.protect}
    assert {"network-vpc", "key-key", "cluster-cluster", "registry-tracking"} <= protected
    assert {one.name for one in small.resources if one.protect} == set()
    sts = of_type(prod, "ec2/vpcEndpoint:VpcEndpoint")["network-endpoints-sts"]
    assert len(list(sts["subnetIds"])) == 3  # type: ignore[arg-type] # a list


def test_a_release_from_another_registry_can_be_pulled() -> None:
    given = config()
    image = f"444455556666.dkr.ecr.us-east-1.amazonaws.com/ml/car-loan@sha256:{'b' * 64}"
    values = {"car-loan": given.releases["car-loan"].model_copy(update={"image": image})}
    moved = StackConfig(**{**vars(given), "releases": values})
    recording = on_aws(lambda: built(moved))
    policy = str(of_type(recording, "iam/rolePolicy:RolePolicy")["nodes-images"]["policy"])
    assert "arn:aws:ecr:us-east-1:444455556666:repository/ml/car-loan" in policy


def test_the_infrastructures_layer_asks_nothing_of_the_cluster() -> None:
    recording = made(layers="infrastructure")
    assert "kubernetes" not in kinds(recording)
    assert [one for one in recording.resources if "ImagesPresent" in one.type] == []
    assert "aws" in kinds(recording)


def test_the_infrastructures_layer_builds_no_platform() -> None:
    found: list[object] = []
    given = config(layers="infrastructure")
    on_aws(lambda: found.append(built(given)))
    assert found == [None]


def test_both_layers_together_make_what_one_stack_makes() -> None:
    cluster = "acme/slipway/team-cluster"
    whole, infrastructure, workloads = (
        identities(plan)
        for plan in plan_many(
            [
                config(),
                config(layers="infrastructure"),
                config(layers="workloads", infrastructureStack=cluster),
            ]
        )
    )
    assert "aws" not in {kind.partition(":")[0] for kind, _ in workloads}
    assert ("slipway:index:OpenSourcePlatform", "platform") in workloads
    assert infrastructure.isdisjoint(workloads)
    assert infrastructure | workloads == whole


def identities(plan: Plan | Refused) -> set[tuple[str, str]]:
    """Type and name of everything but providers and references, which a layer has of its own."""
    assert isinstance(plan, Plan), plan
    own = ("pulumi:providers:", "pulumi:pulumi:StackReference")
    return {(one.type, one.name) for one in plan.resources if not one.type.startswith(own)}


def test_with_everything_adopted_aws_makes_nothing() -> None:
    recording = made(ADOPTED)
    assert "aws" not in kinds(recording)
    assert "slipway:aws:ClusterAutoscaling" not in {one.type for one in recording.resources}
    assert recording.kind("StorageClass") == []
    provider = named(recording, "pulumi:providers:kubernetes", "cluster").inputs
    assert provider["clusterIdentifier"] == "https://theirs.example.com"
