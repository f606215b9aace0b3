"""The cloud-native variant on AWS: EKS between ECR, S3, RDS, Secrets Manager and AMP."""

from slipway.components.variants.platform import Platform
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget


def cloud_native_on_aws(config: StackConfig, target: AwsTarget) -> Platform:
    """Registers the stack's resources."""
    raise NotImplementedError
