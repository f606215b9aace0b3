"""The registry that a stack's workloads pull from."""

from slipway.serving.release.image.address import RegistryAddress
from slipway.stacks.cells import aws_names, azure_names
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.config.targets.kubernetes import KubernetesTarget
from slipway.stacks.engine.errors import EngineError, NoEngineError, OutputsError
from slipway.stacks.engine.session import StackSession
from slipway.stacks.images.errors import NoRegistryError


def stack_registry(config: StackConfig, session: StackSession) -> RegistryAddress:
    """What the config says; else what the stack exports, which it does once it is up.

    Raises:
        NoRegistryError: Neither names one.
    """
    said = configured_registry(config)
    if said is not None:
        return RegistryAddress.parse(said)
    try:
        url = session.outputs().url("registry")
    except NoEngineError as error:
        raise NoRegistryError(config.stack, "no `pulumi` on PATH tells its outputs") from error
    except (EngineError, OutputsError) as error:
        raise NoRegistryError(config.stack, "it isn't up yet") from error
    return RegistryAddress.parse(url.rpartition("://")[2].rstrip("/"))


def configured_registry(config: StackConfig) -> str | None:
    """The registry that is known before anything is deployed."""
    match config.platform.target:
        case KubernetesTarget(registry=registry):
            return registry
        case AwsTarget() as target:
            return aws_names.registry_host(target)
        case AzureTarget() as target:
            return azure_names.registry_host(config, target)
        case _:
            return None  # the local one belongs to the cluster
