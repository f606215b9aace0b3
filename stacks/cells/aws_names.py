"""Names on AWS that a stack's config alone decides; commands ask them without loading the SDK."""

from slipway.components.aws.place import AwsPlace
from slipway.stacks.config.targets.aws import AwsTarget


def registry_host(target: AwsTarget) -> str:
    """Where the stack's images are."""
    place = AwsPlace(account=target.account, region=target.region)
    return target.adopt.registry or place.registry_host
