"""Accounts, regions and partitions."""

import pytest

from slipway.components.aws.place import AwsPlace


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-central-1", "aws", "amazonaws.com"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
    ],
)
def test_a_region_is_in_one_partition(region: str, partition: str, suffix: str) -> None:
    place = AwsPlace(account="111122223333", region=region)
    assert place.partition == partition
    assert place.dns_suffix == suffix
    assert place.arn("ecr", "repository/a") == (
        f"arn:{partition}:ecr:{region}:111122223333:repository/a"
    )
    assert place.root == f"arn:{partition}:iam::111122223333:root"
