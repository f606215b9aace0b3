"""The cluster autoscaler."""

import json

from slipway.components.aws.autoscaler_rights import autoscaling_policy
from slipway.components.aws.cluster_autoscaling import (
    REPOSITORY,
    ClusterAutoscaling,
    ClusterAutoscalingArgs,
)
from slipway.components.aws.eks_versions import EKS_VERSIONS
from slipway.stacks.plan.graph import Json
from tests.support.json_path import at
from tests.support.pod_security import faults
from tests.support.pods import pods
from tests.support.recording import Recording, record, resolve

ARGS = ClusterAutoscalingArgs(
    cluster_name="slipway-dev",
    region="eu-central-1",
    image=f"{REPOSITORY}:{EKS_VERSIONS['1.35'].autoscaler}",
)


def made() -> Recording:
    return record(lambda: ClusterAutoscaling("autoscaling", ARGS))


def pod() -> dict[str, Json]:
    spec = at(made().one("Deployment", "autoscaling-server"), "spec", "template", "spec")
    assert isinstance(spec, dict)
    return spec


def flags() -> list[Json]:
    found = at(pod(), "containers", 0, "args")
    assert isinstance(found, list)
    return found


def test_it_finds_this_clusters_groups_by_the_tags_that_eks_gives() -> None:
    tags = "k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/slipway-dev"
    assert flags()[:2] == [
        "--cloud-provider=aws",
        f"--node-group-auto-discovery=asg:tag={tags}",
    ]


def test_scratch_folders_keep_no_node_alive() -> None:
    assert "--skip-nodes-with-local-storage=false" in flags()


def test_the_groups_of_the_zones_grow_alike() -> None:
    assert "--balance-similar-node-groups" in flags()


def test_a_full_cluster_makes_room_for_it() -> None:
    assert pod()["priorityClassName"] == "system-cluster-critical"
    assert pod()["nodeSelector"] == {"slipway.dev/pool": "system"}


def test_its_pod_is_restricted_limited_and_probed() -> None:
    [found] = pods(made())
    assert faults(found) == []


def test_it_asks_the_api_server_as_the_account_that_its_rights_are_bound_to() -> None:
    recording = made()
    assert pod()["automountServiceAccountToken"] is True
    account = at(recording.one("ServiceAccount", "autoscaling-account"), "metadata", "name")
    assert pod()["serviceAccountName"] == account == "cluster-autoscaler"
    for kind, name in (("ClusterRoleBinding", "wide"), ("RoleBinding", "near")):
        binding = recording.one(kind, f"autoscaling-{name}")
        assert binding["subjects"] == [
            {"kind": "ServiceAccount", "name": account, "namespace": "kube-system"}
        ]
        role = recording.one(kind.removesuffix("Binding"), f"autoscaling-{name}")
        assert at(binding, "roleRef", "name") == at(role, "metadata", "name")


def test_it_reads_no_secret_and_has_no_wildcard_in_the_cluster() -> None:
    recording = made()
    for kind, name in (("ClusterRole", "wide"), ("Role", "near")):
        rules = recording.one(kind, f"autoscaling-{name}")["rules"]
        assert "*" not in json.dumps(rules)
        assert "secrets" not in json.dumps(rules)


def policy() -> dict[str, dict[str, Json]]:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(autoscaling_policy("slipway-dev"))))
    return {one["Sid"]: one for one in json.loads(str(found[0][0]))["Statement"]}


def test_it_changes_the_groups_of_this_cluster_alone() -> None:
    scale = policy()["Scale"]
    assert scale["Condition"] == {
        "StringEquals": {"aws:ResourceTag/k8s.io/cluster-autoscaler/slipway-dev": "owned"}
    }
    assert scale["Action"] == [
        "autoscaling:SetDesiredCapacity",
        "autoscaling:TerminateInstanceInAutoScalingGroup",
    ]


def test_what_it_may_do_everywhere_changes_nothing() -> None:
    see = policy()["See"]["Action"]
    assert isinstance(see, list)
    assert all(str(one).split(":")[1].startswith(("Describe", "Get")) for one in see)
    # Without it the labels of a group at zero nodes are unknown, and it never grows.
    assert "eks:DescribeNodegroup" in see
