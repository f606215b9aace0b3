"""Azure inputs are held against the SDK's types."""

import pytest

from slipway.stacks.conformance.azure import check
from slipway.stacks.conformance.finding import Report
from slipway.stacks.plan.graph import UNKNOWN, Json, Plan, PlannedResource

ACCOUNT = "azure-native:storage:StorageAccount"
SUBNET = "azure-native:network:Subnet"
GOOD: dict[str, dict[str, Json]] = {
    ACCOUNT: {
        "resourceGroupName": UNKNOWN,
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
        "allowBlobPublicAccess": False,
        "tags": {"owner": "team"},
    },
    SUBNET: {
        "resourceGroupName": "g",
        "virtualNetworkName": "v",
        "addressPrefix": "10.0.0.0/24",
        "natGateway": {"id": UNKNOWN},
    },
}


def report(kind: str, inputs: dict[str, Json]) -> Report:
    resource = PlannedResource(
        urn="u",
        type=kind,
        name="x",
        inputs=inputs,
    )
    return check(Plan(stack="s", variant="cloud-native", target="azure", resources=(resource,)))


@pytest.mark.parametrize("kind", sorted(GOOD))
def test_good_inputs_have_no_finding(kind: str) -> None:
    found = report(kind, GOOD[kind])
    assert [str(one) for one in found.findings] == []
    assert found.coverage.unchecked == {}


@pytest.mark.parametrize(
    ("kind", "change", "said"),
    [
        (ACCOUNT, {"kind": "Storage3"}, 'kind: got "Storage3"; expected one of '),
        (ACCOUNT, {"sku": {}}, "sku.name: got nothing; expected a value, which the SDK requires"),
        (ACCOUNT, {"allowBlobPublicAces": True}, "allowBlobPublicAces: got true; expected one of"),
        (ACCOUNT, {"allowBlobPublicAccess": "no"}, 'got "no"; expected a value of type bool'),
        (SUBNET, {"natGateway": {"ID": "x"}}, 'natGateway.ID: got "x"; expected one of id'),
    ],
)
def test_a_bad_input_is_named_with_its_rule(kind: str, change: dict[str, Json], said: str) -> None:
    [finding] = report(kind, GOOD[kind] | change).findings
    assert said in str(finding)


def test_a_type_that_the_sdk_lacks_counts_as_unchecked() -> None:
    found = report("azure-native:nowhere:Thing", {"a": 1})
    assert found.coverage.types() == [("azure-native:nowhere:Thing", 0, ["a"])]
