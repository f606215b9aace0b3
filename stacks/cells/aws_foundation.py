"""What every cell on AWS begins with: an account's provider, a network, a key and a registry.

Cells with a cluster go on with `eks_foundation.py`; how their workloads reach it, from the same
stack or from another, is `eks_access.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import ResourceOptions

from slipway.components.aws.container_registry import ContainerRegistry, ContainerRegistryArgs
from slipway.components.aws.encryption_key import EncryptionKey, EncryptionKeyArgs
from slipway.components.aws.network import ExistingNetwork, Network, NetworkArgs
from slipway.components.aws.place import AwsPlace
from slipway.components.variants.profile import EnvironmentProfile
from slipway.stacks.cells.aws_checks import require_possible
from slipway.stacks.cells.aws_zones import zones_of
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.environments import ENVIRONMENTS
from slipway.stacks.images.names import required_names


@dataclass(frozen=True, kw_only=True)
class LandingZone:
    """An account's provider, a network, a key and a registry; everything else is made inside."""

    place: AwsPlace
    profile: EnvironmentProfile
    name: str
    """Beginning of every explicit name, unique in the account: ``slipway-<stack>``."""
    scope: str
    """For `global_name`: the account and the stack."""
    tags: Mapping[str, str]
    """On everything by the provider; repeated where a resource tags others (nodes, volumes)."""
    provider: aws.Provider
    network: Network
    key: EncryptionKey
    registry: ContainerRegistry

    def opts(self, *, depends_on: Sequence[pulumi.Resource] = ()) -> ResourceOptions:
        """Options of a component that makes AWS resources."""
        return ResourceOptions(providers={"aws": self.provider}, depends_on=list(depends_on))


def landing_zone(
    config: StackConfig,
    target: AwsTarget,
    *,
    endpoints: Sequence[str],
    key_services: Sequence[str] = (),
) -> LandingZone:
    """Provider, key, network and registry.

    `endpoints` are services by the end of their endpoint's name, e.g. ``ecr.api``; `key_services`
    are those that encrypt on their own account, e.g. ``cloudwatch``.

    Raises:
        ConfigError: The target asks for what can't be.
    """
    require_possible(config, target)
    place = AwsPlace(account=target.account, region=target.region)
    profile = ENVIRONMENTS[config.platform.environment]
    name = f"slipway-{config.stack}"
    provider = aws_provider(config, target)
    opts = ResourceOptions(providers={"aws": provider})
    key = EncryptionKey(
        "key",
        EncryptionKeyArgs(
            place=place,
            name=name,
            production=profile.production,
            services=key_services,
            adopt=target.adopt.key,
        ),
        opts,
    )
    return LandingZone(
        place=place,
        profile=profile,
        name=name,
        scope=f"{target.account}/{config.stack}",
        tags=common_tags(config),
        provider=provider,
        network=Network(
            "network",
            _network(target, endpoints, name=name, place=place, profile=profile, key=key),
            opts,
        ),
        key=key,
        registry=ContainerRegistry(
            "registry", _registry(config, target, place, profile, key), opts
        ),
    )


def common_tags(config: StackConfig) -> dict[str, str]:
    """What every resource of the stack carries."""
    return {
        **config.platform.tags,
        "slipway:stack": config.stack,
        "slipway:environment": config.platform.environment,
    }


def aws_provider(config: StackConfig, target: AwsTarget) -> aws.Provider:
    """The account and region of the target, and the stack's tags on everything."""
    return aws.Provider(
        "aws",
        region=target.region,
        # The wrong credentials end the up before anything is made.
        allowed_account_ids=[target.account],
        default_tags=aws.ProviderDefaultTagsArgs(tags=common_tags(config)),
    )


def _network(
    target: AwsTarget,
    endpoints: Sequence[str],
    *,
    name: str,
    place: AwsPlace,
    profile: EnvironmentProfile,
    key: EncryptionKey,
) -> NetworkArgs:
    asked, adopted = target.network, target.network.adopt
    nat = asked.nat
    if nat is None:
        nat = "per-zone" if profile.production else "one"
    reach = asked.endpoints
    if reach is None:
        reach = "every-zone" if profile.production else "first-zone"
    return NetworkArgs(
        place=place,
        name=name,
        zones=zones_of(target),
        cidr=asked.cidr,
        nat=nat,
        endpoints=() if reach == "gateway" else endpoints,
        endpoints_in="every-zone" if reach == "every-zone" else "first-zone",
        log_days=profile.log_days,
        key_arn=key.arn,
        production=profile.production,
        adopt=None
        if adopted is None
        else ExistingNetwork(
            vpc_id=adopted.vpc, cidr=adopted.cidr, private_subnet_ids=adopted.private_subnets
        ),
    )


def _registry(
    config: StackConfig,
    target: AwsTarget,
    place: AwsPlace,
    profile: EnvironmentProfile,
    key: EncryptionKey,
) -> ContainerRegistryArgs:
    return ContainerRegistryArgs(
        place=place,
        platform_images=required_names(),
        models=sorted(config.platform.models),
        key_arn=key.arn,
        production=profile.production,
        adopt=target.adopt.registry,
    )
