"""What Kubernetes objects make a cloud bill: one test a rule."""

import pytest

from slipway.stacks.cost.packing.pools import MANAGED_CLUSTER
from tests.stacks.cost.support.plans import (
    AZURE,
    KUBERNETES,
    LOCAL,
    agent_pool,
    config,
    deployment,
    node_group,
    priced,
    resource,
    told,
)

CLAIM = resource(
    "kubernetes:core/v1:PersistentVolumeClaim",
    "data",
    {"spec": {"resources": {"requests": {"storage": "2500Mi"}}}},
)


def balancer(kind: str = "LoadBalancer") -> dict[str, object]:
    return {"spec": {"type": kind}}


def test_pods_cost_what_their_nodes_cost() -> None:
    assert told(priced(deployment("web"), node_group()))[0][:1] == ("free",)


def test_pods_on_somebody_elses_cluster_are_unsupported_and_on_ones_own_machine_free() -> None:
    assert told(priced(deployment("web"), stack=config(KUBERNETES)))[0][0] == "unsupported"
    assert told(priced(deployment("web"), stack=config(LOCAL)))[0][0] == "free"


def test_a_claim_is_a_disk_of_the_next_gigabyte_or_size() -> None:
    assert told(priced(CLAIM)) == [("ebs", "gp3", "3.00 GB-month")]
    assert [line[:2] for line in told(priced(CLAIM, stack=config(AZURE)))] == [
        ("disk", "E1 standard SSD LRS"),
        ("disk", "standard SSD operations LRS"),
    ]
    assert told(priced(CLAIM, stack=config(LOCAL)))[0][0] == "free"
    assert told(priced(CLAIM, stack=config(KUBERNETES)))[0][0] == "unsupported"


def test_a_cluster_over_several_zones_makes_zone_redundant_disks() -> None:
    profile = agent_pool("system", availabilityZones=["1", "2"])
    cluster = resource(MANAGED_CLUSTER, "aks", {"agentPoolProfiles": [profile]})
    assert told(priced(CLAIM, cluster, stack=config(AZURE)))[0][1] == "E1 standard SSD ZRS"


def test_a_premium_disk_on_azure_is_not_billed_by_operation() -> None:
    spec = {
        "storageClassName": "managed-csi-premium",
        "resources": {"requests": {"storage": "4Gi"}},
    }
    claim = resource("kubernetes:core/v1:PersistentVolumeClaim", "data", {"spec": spec})
    found = told(priced(claim, stack=config(AZURE)))
    assert found == [("disk", "P1 premium LRS", "1.00 month")]


def test_a_claim_of_unknown_size_is_a_stated_assumption() -> None:
    unknown = {"spec": {"resources": {"requests": {"storage": "<unknown>"}}}}
    claim = resource("kubernetes:core/v1:PersistentVolumeClaim", "data", unknown)
    assert told(priced(claim))[0][2] == "1.00 GB-month"


@pytest.mark.parametrize(
    ("target", "services"),
    [
        (None, ["elb", "elb"]),
        (AZURE, ["public-ip", "load-balancer", "load-balancer"]),
        (LOCAL, ["free"]),
        (KUBERNETES, ["unsupported"]),
    ],
)
def test_a_load_balancer_is_billed_with_its_address(
    target: dict[str, object] | None, services: list[str]
) -> None:
    service = resource("kubernetes:core/v1:Service", "web", balancer())
    assert [line[0] for line in told(priced(service, stack=config(target)))] == services


def test_an_address_inside_the_cluster_is_free() -> None:
    service = resource("kubernetes:core/v1:Service", "web", balancer("ClusterIP"))
    assert told(priced(service))[0][0] == "free"
