"""What an AWS target can't have."""

import pytest

from slipway.stacks.cells.aws_checks import require_possible
from slipway.stacks.cells.aws_zones import zones_of
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import RawStack
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget

PLACE = {"kind": "aws", "region": "eu-central-1", "account": "111122223333"}


def loaded(**target: object) -> tuple[StackConfig, AwsTarget]:
    values = {"platform": {"variant": "open-source", "target": {**PLACE, **target}}}
    config = load(RawStack(stack="team", source="Pulumi.team.yaml", values=values))
    assert isinstance(config.platform.target, AwsTarget)
    return config, config.platform.target


def fault(**target: object) -> str:
    with pytest.raises(ConfigError) as raised:
        require_possible(*loaded(**target))
    [found] = raised.value.faults
    return str(found)


def test_a_target_that_names_nothing_is_possible() -> None:
    require_possible(*loaded())


@pytest.mark.parametrize(
    ("region", "letters"), [("eu-central-1", "abc"), ("ap-northeast-1", "acd")]
)
def test_zones_follow_from_the_region(region: str, letters: str) -> None:
    _, target = loaded(region=region)
    assert list(zones_of(target)) == [f"{region}{letter}" for letter in letters]


def test_named_zones_are_taken_as_they_are() -> None:
    _, target = loaded(zones=["eu-central-1b", "eu-central-1c"])
    assert list(zones_of(target)) == ["eu-central-1b", "eu-central-1c"]


def test_a_zone_of_another_region_is_refused() -> None:
    message = fault(zones=["eu-central-1a", "eu-west-1b"])
    assert message.startswith("platform.target.zones: got eu-west-1b; expected zones of")


def test_a_network_that_cant_be_divided_is_refused() -> None:
    assert "got 10.40.0.0/24; expected a block from /16 to /20" in fault(
        network={"cidr": "10.40.0.0/24"}
    )


def test_a_version_without_pinned_add_ons_is_refused_with_the_list_and_the_closest() -> None:
    message = fault(cluster={"version": "1.37"})
    assert "got 1.37; expected a version with pinned add-ons: 1.35, 1.36." in message
    assert "The closest is 1.3" in message


@pytest.mark.parametrize("size", ["m7g.large", "t4g.medium", "c7gn.xlarge", "a1.large", "large"])
def test_a_machine_that_cant_run_the_images_is_refused(size: str) -> None:
    message = fault(cluster={"pools": {"models": {"size": size}}})
    assert message.startswith(f"platform.target.cluster.pools.models.size: got {size};")


@pytest.mark.parametrize("size", ["m6i.large", "g4dn.xlarge", "c7i-flex.2xlarge", "t3a.medium"])
def test_machines_with_x86_processors_are_taken(size: str) -> None:
    require_possible(*loaded(cluster={"pools": {"models": {"size": size}}}))


def test_a_cluster_is_adopted_with_its_network() -> None:
    adopted = {
        "name": "theirs",
        "endpoint": "https://theirs.example.com",
        "certificateAuthority": "Q0E=",
        "securityGroup": "sg-0123456789abcdef0",
    }
    message = fault(cluster={"adopt": adopted})
    assert message.startswith("platform.target.network.adopt: got nothing; expected the network")


def test_all_faults_are_reported_at_once() -> None:
    with pytest.raises(ConfigError) as raised:
        require_possible(
            *loaded(
                zones=["eu-west-1a", "eu-west-1b"],
                network={"cidr": "10.0.0.0/8"},
                cluster={"version": "1.20", "pools": {"system": {"size": "m7g.large"}}},
            )
        )
    assert len(raised.value.faults) == 5
