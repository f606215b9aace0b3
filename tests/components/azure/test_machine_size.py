"""What a machine type's name tells."""

import pytest

from slipway.components.azure.machine_size import MachineSize


@pytest.mark.parametrize(
    ("name", "family", "cpus", "arm", "premium", "carries"),
    [
        ("Standard_D2s_v5", "D", 2, False, True, True),
        ("Standard_DS3_v2", "DS", 3, False, True, True),
        ("Standard_D4ps_v5", "D", 4, True, True, True),
        ("Standard_E4bds_v5", "E", 4, False, True, True),
        ("Standard_B2ms", "B", 2, False, True, False),
        ("Standard_F1", "F", 1, False, False, False),
        ("Standard_M8-2ms_v2", "M", 2, False, True, True),
        ("Standard_NC4as_T4_v3", "NC", 4, False, True, True),
        ("Standard_NC24ads_A100_v4", "NC", 24, False, True, True),
        ("Standard_D2pls_v6", "D", 2, True, True, True),
    ],
)
def test_the_parts_of_a_name(
    name: str, family: str, cpus: int, *, arm: bool, premium: bool, carries: bool
) -> None:
    size = MachineSize.parse(name)
    assert size == MachineSize(family=family, cpus=cpus, arm=arm, premium_disks=premium)
    assert size.carries_system_pods is carries


@pytest.mark.parametrize("name", ["m6i.large", "standard_d2s_v5", "Standard_", "Standard_D_v5", ""])
def test_a_name_that_azure_would_not_give_is_none(name: str) -> None:
    assert MachineSize.parse(name) is None
