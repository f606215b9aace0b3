"""One stack's config becomes that of every cell with a bill."""

from collections.abc import Sequence

import pytest

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.cost.catalogue.catalogue import built_in
from slipway.stacks.cost.compare.cells.candidates import Candidate, Misfit, candidates
from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS, Cloud
from slipway.stacks.cost.compare.cells.counterpart import (
    counterpart_machine,
    counterpart_region,
    default_region,
)
from slipway.stacks.cost.packing.capacity import machines
from tests.stacks.cost.support.plans import AWS, AZURE, KUBERNETES, LOCAL, TRAFFIC, config

MODELS = {
    "loan": {"serving": {"replicas": {"min": 3, "max": 9}, "targetInFlight": 4}},
    "fraud": {},
}


def made(stack: StackConfig, only: Sequence[str] = ()) -> dict[str, Candidate]:
    found = candidates(stack, regions={}, only=only)
    assert not [one for one in found if isinstance(one, Misfit)]
    return {one.cell: one for one in found if isinstance(one, Candidate)}


@pytest.mark.parametrize("target", [LOCAL, KUBERNETES, AWS, AZURE], ids=lambda one: one["kind"])
def test_every_cell_is_made_from_any_target(target: dict[str, object]) -> None:
    found = made(config(target, traffic=TRAFFIC))
    assert list(found) == list(BILLED_CELLS)
    assert len(found) == 6
    for one in found.values():
        platform = one.config.platform
        assert (platform.variant, platform.target.kind) == (one.variant, one.target)
        assert isinstance(platform.target, (AwsTarget, AzureTarget))
        assert platform.target.region == one.region


def test_what_isnt_the_targets_own_is_kept() -> None:
    stack = config(
        KUBERNETES,
        traffic=TRAFFIC,
        models=MODELS,
        environment="prod",
        tags={"owner": "us"},
        budget={"monthly": "12.50"},
    )
    for one in made(stack).values():
        kept, own = one.config.platform, stack.platform
        assert (kept.models, kept.workload) == (own.models, own.workload)
        assert (kept.environment, kept.tags, kept.budget) == ("prod", {"owner": "us"}, own.budget)


def test_every_model_is_served_from_the_cells_own_registry() -> None:
    for one in made(config(LOCAL, models=MODELS)).values():
        assert set(one.config.releases) == {"loan", "fraud"}
        host = (
            "111122223333.dkr.ecr.eu-central-1.amazonaws.com"
            if one.target == "aws"
            else (".azurecr.io")
        )
        for release in one.config.releases.values():
            assert host in release.image.partition("/")[0]


def test_a_stack_of_one_layer_is_compared_as_a_whole_platform() -> None:
    stack = config(AWS, layers="infrastructure")
    assert {one.config.platform.layers for one in made(stack).values()} == {"all"}


def test_the_same_cloud_keeps_its_options() -> None:
    target = AWS | {
        "account": "444455556666",
        "zones": ["eu-central-1a", "eu-central-1b"],
        "cluster": {"pools": {"models": {"size": "m6i.xlarge", "max": 20}}},
    }
    kept = made(config(target))["managed-platform-aws"].config.platform.target
    assert isinstance(kept, AwsTarget)
    assert kept.account == "444455556666"
    assert kept.zones == ["eu-central-1a", "eu-central-1b"]
    assert kept.cluster.pools.models.size == "m6i.xlarge"


def test_the_other_cloud_gets_bounds_disks_and_machines_of_the_same_size() -> None:
    models = {"size": "m6i.xlarge", "min": 2, "max": 20, "diskGb": 200, "spot": True}
    target = AWS | {"cluster": {"pools": {"models": models}}}
    one = made(config(target))["open-source-azure"]
    assert isinstance(one.config.platform.target, AzureTarget)
    pool = one.config.platform.target.cluster.pools.models
    assert (pool.size, pool.min, pool.max, pool.disk_gb) == ("Standard_D4s_v5", 2, 20, 200)
    assert not pool.spot
    assert one.notes == (
        "cluster.pools.models.size m6i.xlarge is counted as Standard_D4s_v5",
        "cluster.pools.models.spot is counted at the price on demand",
    )


def test_a_machine_without_counterpart_is_told() -> None:
    target = AWS | {"cluster": {"pools": {"models": {"size": "c7i.metal-48xl"}}}}
    one = made(config(target))["cloud-native-azure"]
    assert isinstance(one.config.platform.target, AzureTarget)
    assert one.config.platform.target.cluster.pools.models.size is None
    assert "c7i.metal-48xl" in one.notes[0]
    assert "the environment's own size" in one.notes[0]


@pytest.mark.parametrize(
    ("target", "azure", "aws"),
    [
        (LOCAL, "westeurope", "eu-central-1"),
        (AZURE, "westeurope", "eu-central-1"),
        (AWS | {"region": "us-east-1"}, "eastus", "us-east-1"),
        (AZURE | {"region": "eastus2"}, "eastus2", "us-east-1"),
    ],
)
def test_the_region_is_the_nearest_one(target: dict[str, object], azure: str, aws: str) -> None:
    found = made(config(target))
    assert found["cloud-native-azure"].region == azure
    assert found["cloud-native-aws"].region == aws


def test_a_region_is_overridden_on_both_clouds() -> None:
    target = AWS | {"zones": ["eu-central-1a", "eu-central-1b"]}
    regions: dict[Cloud, str] = {"aws": "us-east-1", "azure": "eastus"}
    found = candidates(config(target), regions=regions)
    assert {(one.target, one.region) for one in found if isinstance(one, Candidate)} == {
        ("aws", "us-east-1"),
        ("azure", "eastus"),
    }


def test_a_region_without_counterpart_is_a_misfit_with_a_remedy() -> None:
    found = candidates(config(AWS | {"region": "ap-south-1"}), regions={})
    misfits = [one for one in found if isinstance(one, Misfit)]
    assert {one.target for one in misfits} == {"azure"}
    assert "got ap-south-1" in misfits[0].reason
    assert "--azure-region" in misfits[0].reason


def test_what_the_loader_refuses_is_a_misfit_with_its_faults() -> None:
    found = candidates(config(LOCAL), regions={"aws": "Frankfurt"})
    reasons = {one.cell: one.reason for one in found if isinstance(one, Misfit)}
    assert set(reasons) == {name for name in BILLED_CELLS if name.endswith("-aws")}
    assert all("platform.target.region: got" in one for one in reasons.values())


def test_only_what_is_asked_for_is_made() -> None:
    assert list(made(config(LOCAL), only=("cloud-native-aws",))) == ["cloud-native-aws"]


def test_paired_regions_have_prices_and_paired_machines_are_of_one_size() -> None:
    priced = {(price.key.provider, price.key.region) for price in built_in()}
    assert ("azure", default_region("azure")) in priced
    for region in ("westeurope", "eastus", "eastus2"):
        assert ("azure", region) in priced
        assert ("aws", counterpart_region("aws", region)) in priced
    sizes = machines()
    for provider, machine in sizes:
        if provider == "azure" and (other := counterpart_machine("aws", machine)) is not None:
            assert sizes[provider, machine].vcpu == sizes["aws", other].vcpu
