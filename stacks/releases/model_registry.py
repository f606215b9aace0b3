"""Which product keeps a stack's model versions: what the stack's outputs say decides."""

from slipway.serving.release.registry.mlflow_registry import TrackingLogin, connect
from slipway.serving.release.registry.protocol import ModelRegistry
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.engine.outputs import StackOutputs


def model_registry(config: StackConfig, outputs: StackOutputs) -> ModelRegistry:
    """SageMaker's model packages, an Azure ML workspace, or an MLflow server.

    Raises:
        OutputsError: The stack doesn't say where it is.
    """
    target = config.platform.target
    if outputs.package_groups and isinstance(target, AwsTarget):
        # Imported here, as below: each product's client costs time that the others don't need.
        from slipway.serving.release.registry.sagemaker_registry import (  # noqa: PLC0415
            connect_sagemaker,
        )

        return connect_sagemaker(target.region, outputs.package_groups)
    tracking = outputs.url("tracking")
    if tracking.startswith("azureml://"):
        from slipway.serving.release.registry.azureml_registry import (  # noqa: PLC0415
            connect_azureml,
        )

        return connect_azureml(tracking)
    login = outputs.tracking_login
    return connect(
        tracking,
        None if login is None else TrackingLogin(username=login.name, password=login.secret),
    )
