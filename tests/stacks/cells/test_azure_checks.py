"""What Azure can't give is refused before anything is made, and what is unknown gives a warning."""

import re

import pytest

from slipway.stacks.cells.azure_checks import require_possible, warnings
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget

ADMINISTRATORS = ["00000000-0000-0000-0000-000000000003"]
GROUP = "/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/team"
VNET = f"{GROUP}/providers/Microsoft.Network/virtualNetworks/hub"
CLUSTER = {
    "id": f"{GROUP}/providers/Microsoft.ContainerService/managedClusters/team",
    "host": "https://team.example.com:443",
    "certificateAuthority": "YXV0aG9yaXR5",
    "oidcIssuer": "https://issuer.example.com/",
}


def config(stack: str = "dev", **target: object) -> StackConfig:
    cluster = {"administrators": ADMINISTRATORS} | dict(target.pop("cluster", {}))  # type: ignore[call-overload] # a mapping in every test
    platform = {
        "variant": "open-source",
        "target": {
            "kind": "azure",
            "region": "westeurope",
            "subscription": "00000000-0000-0000-0000-000000000001",
            "tenant": "00000000-0000-0000-0000-000000000002",
            "cluster": cluster,
            **target,
        },
    }
    return load(RawStack(stack=stack, source=f"Pulumi.{stack}.yaml", values={"platform": platform}))


def target_of(given: StackConfig) -> AzureTarget:
    assert isinstance(given.platform.target, AzureTarget)
    return given.platform.target


def check(given: StackConfig, *, cluster: bool = True) -> None:
    require_possible(given, target_of(given), cluster=cluster)


def pools(**system: object) -> dict[str, object]:
    return {"pools": {"system": system}}


@pytest.mark.parametrize(
    ("target", "path", "rule"),
    [
        ({"network": {"cidr": "10.40.0.0/25"}}, "network.cidr", "at least a /24"),
        ({"network": {"cidr": "10.244.0.0/20"}}, "network.cidr", "a block apart from"),
        ({"cluster": {"administrators": []}}, "cluster.administrators", "at least one Entra group"),
        ({"cluster": {"version": "1.29"}}, "cluster.version", "one that AKS still makes"),
        ({"cluster": pools(size="m6i.large")}, "cluster.pools.system.size", "as Azure writes it"),
        ({"cluster": pools(size="Standard_D2ps_v5")}, "cluster.pools.system.size", "x86"),
        ({"cluster": pools(size="Standard_B2ms")}, "cluster.pools.system.size", "two processors"),
        ({"cluster": pools(size="Standard_D2_v5")}, "cluster.pools.system.size", "premium disks"),
        ({"cluster": pools(min=0, max=3)}, "cluster.pools.system", "at least one node"),
        ({"cluster": pools(spot=True)}, "cluster.pools.system", "doesn't take back"),
        (
            {"cluster": {"pools": {"models": {"spot": True}}}},
            "cluster.pools.models.spot",
            "no model's pod bears the taint",
        ),
        ({"cluster": {"adopt": CLUSTER}}, "network.adopt", "the network of the adopted cluster"),
    ],
)
def test_an_impossible_target_is_refused_at_its_place(
    target: dict[str, object], path: str, rule: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        check(config(**target))
    [fault] = caught.value.faults
    assert fault.path == f"platform.target.{path}"
    assert rule in fault.rule
    assert fault.remedy


def test_every_fault_is_told_at_once() -> None:
    with pytest.raises(ConfigError) as caught:
        check(config(network={"cidr": "10.0.0.0/8"}, cluster=pools(spot=True)))
    assert [fault.path.rpartition(".")[2] for fault in caught.value.faults] == ["cidr", "system"]


@pytest.mark.parametrize("stack", ["Dev", "dev_1", "d" * 41, "dev-"])
def test_a_stack_whose_name_azure_would_refuse_is_refused_first(stack: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(stack)):
        check(config(stack))


def test_a_burstable_size_will_do_for_models() -> None:
    check(config(cluster={"pools": {"models": {"size": "Standard_B2ms"}}}))


def test_without_a_cluster_its_settings_are_nobodys_business() -> None:
    check(config(cluster={"administrators": []}), cluster=False)


def test_an_adopted_cluster_needs_no_administrators_of_ours() -> None:
    network = {
        "adopt": {
            "vnet": VNET,
            "nodesSubnet": f"{VNET}/subnets/nodes",
            "endpointsSubnet": f"{VNET}/subnets/endpoints",
        }
    }
    check(config(network=network, cluster={"adopt": CLUSTER, "administrators": []}))


@pytest.mark.parametrize(
    ("target", "words"),
    [
        ({"region": "westeurop"}, "the closest is westeurope"),
        ({"region": "westus"}, "got 3 in westus, which had none"),
        ({"cluster": {"version": "1.37"}}, "the closest is 1.36"),
    ],
)
def test_what_no_table_has_gives_a_warning_and_goes_on(
    target: dict[str, object], words: str
) -> None:
    [warning] = warnings(target_of(config(**target)))
    assert words in warning


def test_a_target_of_the_tables_gives_no_warning() -> None:
    assert list(warnings(target_of(config()))) == []
