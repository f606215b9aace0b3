"""The managed endpoints of a stack, whichever cloud runs them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.engine.outputs import StackOutputs
from slipway.stacks.status.azureml_endpoints import AzureMlEndpoints, is_azureml
from slipway.stacks.status.sagemaker_endpoints import (
    endpoint_client,
    is_sagemaker,
    ready_instances,
)


@dataclass(frozen=True, kw_only=True)
class Endpoints:
    """Addresses by model, and who knows how many instances are behind one."""

    urls: Mapping[str, str]
    ready: Callable[[str], int]

    @classmethod
    def of(cls, config: StackConfig, outputs: StackOutputs) -> "Endpoints":
        """Those of a stack; none where a cluster serves the models."""
        found = {name: model.url for name, model in outputs.models.items() if model.url}
        target = config.platform.target
        if isinstance(target, AwsTarget):
            region = target.region
            return cls(
                urls={name: url for name, url in found.items() if is_sagemaker(url)},
                ready=lambda url: ready_instances(endpoint_client(region), url),
            )
        return cls(
            urls={name: url for name, url in found.items() if is_azureml(url)},
            ready=AzureMlEndpoints(tracking=outputs.urls.get("tracking", "")).ready_instances,
        )
