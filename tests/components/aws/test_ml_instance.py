"""What instance types can't do."""

import pytest

from slipway.components.aws.ml_instance import scales, takes_volume_key


@pytest.mark.parametrize(
    "kind", ["ml.m5.large", "ml.c6i.xlarge", "ml.c7g.2xlarge", "ml.inf2.xlarge"]
)
def test_types_without_disks_of_their_own_take_a_key(kind: str) -> None:
    assert takes_volume_key(kind)


@pytest.mark.parametrize(
    "kind", ["ml.m5d.large", "ml.c6id.xlarge", "ml.g4dn.xlarge", "ml.g5.xlarge", "ml.p4d.24xlarge"]
)
def test_types_with_disks_inside_are_encrypted_by_their_hardware(kind: str) -> None:
    assert not takes_volume_key(kind)


def test_burstable_types_dont_scale() -> None:
    assert not scales("ml.t2.medium")
    assert scales("ml.m5.large")
