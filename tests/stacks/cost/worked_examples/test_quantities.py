"""The quantities of published examples, made by the rules from a plan of the same resources.

Each plan is priced from the example's own book alone: what the source leaves out has no price.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from slipway.stacks.cost.catalogue.book import read_book
from slipway.stacks.cost.catalogue.catalogue import Catalogue
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.make import estimate
from slipway.stacks.cost.money import cents
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumptions import defaults
from slipway.stacks.plan.graph import PlannedResource
from tests.stacks.cost.support.plans import (
    AWS,
    AZURE,
    agent_pool,
    config,
    node_group,
    plan,
    resource,
)

HERE = Path(__file__).parent
CLUSTER = "aws:eks/cluster:Cluster"
NAT = "aws:ec2/natGateway:NatGateway"
ENDPOINT = "aws:sagemaker/endpointConfiguration:EndpointConfiguration"
SCALING = "aws:appautoscaling/target:Target"
AKS = "azure-native:containerservice:ManagedCluster"


def made(
    example: str,
    resources: Sequence[PlannedResource],
    target: dict[str, Any],
    figures: Mapping[str, str | Decimal] | None = None,
    *,
    hours: int = 730,
    **more: Any,
) -> Estimate:
    """The estimate of a plan at an example's prices, under the example's own usage."""
    given = {
        name: dataclasses.replace(
            defaults()[name],
            value=Span.exactly(Decimal(figure)),
            origin="file",
            reason="the example",
        )
        for name, figure in (figures or {}).items()
    }
    return estimate(
        plan(*resources, target=target["kind"]),
        config(target, **more),
        Catalogue([read_book(HERE / example / "prices.csv")]),
        assumptions=given,
        hours=Decimal(hours),
    )


def bill(found: Estimate, *labels: str) -> list[str]:
    """Lines by service and sku, each to the cent as the sources show them; all where none named."""
    sums: dict[str, Decimal] = {}
    for item in found.items:
        if item.status == "priced" and item.key is not None:
            key = f"{item.key.service} {item.key.sku}"
            sums[key] = sums.get(key, Decimal(0)) + item.cost.expected
    assert all(item.cost.low == item.cost.expected == item.cost.high for item in found.items)
    return [cents(sums.pop(label)) for label in labels] + [cents(one) for one in sums.values()]


def stated(example: str) -> list[str]:
    text = (HERE / example / "stated.yaml").read_text(encoding="utf-8")
    lines: list[str] = yaml.safe_load(text)["lines"]
    return lines


def total(example: str) -> str:
    text = (HERE / example / "stated.yaml").read_text(encoding="utf-8")
    return str(yaml.safe_load(text)["total"])


def aws(region: str) -> dict[str, Any]:
    return AWS | {"region": region}


def azure(region: str) -> dict[str, Any]:
    return AZURE | {"region": region}


def test_three_gateways_and_their_traffic() -> None:
    example = "nat-three-zones"
    gateways = [resource(NAT, f"nat-{zone}") for zone in "abc"]
    # The assumption is per gateway; the source tells the traffic of all.
    found = made(example, gateways, aws("us-east-1"), {"nat-gb": Decimal(2048) / 3})
    assert bill(found) == stated(example)
    assert cents(found.total.expected) == total(example)


def test_a_cluster_with_spot_nodes_their_disks_and_a_gateway() -> None:
    example = "eks-staging-2026"
    nodes = node_group(low=2, high=2, machine="t3.micro", capacityType="SPOT", diskSize=20)
    resources = [resource(CLUSTER, "eks"), nodes, resource(NAT, "nat")]
    found = made(example, resources, aws("us-east-1"), {"nat-gb": "100"})
    gateway, moved, control, machines, disks, *_traffic = stated(example)
    assert bill(
        found,
        "vpc NAT gateway",
        "vpc NAT data processed",
        "eks cluster standard support",
        "ec2 t3.micro spot",
        "ebs gp3",
    ) == [gateway, moved, control, machines, disks]


def test_nodes_on_demand_with_their_disks() -> None:
    """The same source's option B: 15.18 of machines, 3.20 of disks, 18.38 in all."""
    nodes = node_group(low=2, high=2, machine="t3.micro", diskSize=20)
    found = made("eks-staging-2026", [nodes], aws("us-east-1"))
    assert bill(found, "ec2 t3.micro", "ebs gp3") == ["15.18", "3.20"]
    assert cents(found.total.expected) == "18.38"


def test_three_clusters_of_four_nodes() -> None:
    example = "eks-three-clusters"
    resources = [resource(CLUSTER, f"eks-{one}") for one in "abc"]
    resources += [node_group(f"nodes-{one}", low=4, high=4, machine="m5.xlarge") for one in "abc"]
    found = made(example, resources, aws("us-west-2"))
    assert bill(found) == stated(example)
    # The source leaves disks out: they are no zero here.
    assert found.at_least
    assert found.missing == ("aws ebs / gp3 in us-west-2",)


def endpoint(model: str, machine: str, count: int) -> PlannedResource:
    variant = {"instanceType": machine, "initialInstanceCount": count}
    return resource(ENDPOINT, f"{model}-config", {"productionVariants": [variant]})


def test_endpoints_of_two_and_four_instances() -> None:
    example = "sagemaker-endpoints-2026"
    # One stands still, one is held at four by its scaling target.
    resources = [
        endpoint("recsys", "ml.g5.xlarge", 2),
        endpoint("pricing", "ml.c5.2xlarge", 1),
        resource(SCALING, "pricing-scaling", {"minCapacity": 4, "maxCapacity": 4}),
        endpoint("churn", "ml.m5.large", 2),
    ]
    found = made(
        example,
        resources,
        aws("eu-west-1"),
        {"endpoint-volume-gb": "4"},
        variant="managed-platform",
        models={"recsys": {}, "pricing": {}, "churn": {}},
    )
    assert bill(found) == stated(example)


def test_a_database_with_storage_and_backups() -> None:
    example = "rds-postgres"
    inputs = {"instanceClass": "db.t3.large", "storageType": "gp2", "allocatedStorage": 20}
    database = resource("aws:rds/instance:Instance", "db", inputs)
    found = made(example, [database], aws("us-east-1"), {"backup-gb": "1000"})
    assert bill(found) == stated(example)


def test_public_addresses() -> None:
    addresses = [resource("aws:ec2/eip:Eip", one) for one in "ab"]
    found = made("two-relays-2026", addresses, aws("us-east-1"))
    assert bill(found) == [stated("two-relays-2026")[1]]


def test_pools_with_disks_that_are_sold_in_sizes() -> None:
    example = "aks-two-clusters"
    paid = {"name": "Base", "tier": "Standard"}
    small = agent_pool("default", enableAutoScaling=False, count=5, vmSize="Standard_D2_v2")
    large = agent_pool("default", enableAutoScaling=False, count=3, vmSize="Standard_DS2_v2")
    first = {"sku": paid, "agentPoolProfiles": [small | {"osDiskSizeGB": 32}]}
    second = {"sku": paid, "agentPoolProfiles": [large | {"osDiskSizeGB": 128}]}
    found = [
        cents(item.cost.expected)
        for item in made(
            example,
            [resource(AKS, "first", first), resource(AKS, "second", second)],
            azure("eastus"),
        ).items
    ]
    assert found == stated(example)


def test_blobs_and_their_operations() -> None:
    example = "azure-blob-january"
    inputs = {"sku": {"name": "Standard_LRS"}, "accessTier": "Hot"}
    account = resource("azure-native:storage:StorageAccount", "store", inputs)
    figures = {"bucket-gb": "5000", "bucket-writes": "641000", "bucket-reads": "500"}
    found = made(example, [account], azure("westeurope"), figures)
    labels = ("hot LRS write and list ops", "hot LRS first 50 TB", "hot LRS read ops")
    assert bill(found, *(f"blob {label}" for label in labels)) == stated(example)
    assert cents(found.total.expected) == total(example)
