"""The open-source variant on a cluster that the team already runs."""

from collections.abc import Mapping

import pulumi_kubernetes as kubernetes
from pulumi import Input, ResourceOptions

from slipway.components.variants.open_source import OpenSourcePlatform
from slipway.components.variants.open_source_args import OpenSourcePlatformArgs, PlatformImages
from slipway.stacks.cells.pinned_images import pinned_images
from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.kubernetes import KubernetesTarget
from slipway.stacks.models import model_specs
from slipway.stacks.rotation import database_rotation

REGISTRY_NODE_PORT = 30_000
"""Where nodes pull model images from when the registry is one of the platform's own parts.

They know it as ``localhost:30000``, and so does whoever pushes through a forwarded port.
"""


def open_source_on_kubernetes(config: StackConfig, target: KubernetesTarget) -> OpenSourcePlatform:
    """The whole platform in two namespaces; nothing else of the cluster is touched.

    The kubeconfig is the operator's own, by ``KUBECONFIG`` or from its usual place: it isn't in
    the stack's config or state.

    Raises:
        ConfigError: Nobody says where the platform's own images are.
        NoLockError: A registry is named and no image was pinned.
    """
    images = _given(config) if target.registry is None else pinned_images(target.registry)
    provider = kubernetes.Provider(
        "cluster",
        context=target.context,
        # A renewed certificate or another address doesn't make it another cluster.
        cluster_identifier=target.context,
    )
    return OpenSourcePlatform(
        "platform",
        OpenSourcePlatformArgs(
            images=PlatformImages.of(images),
            models=model_specs(config),
            registry=target.registry,
            registry_node_port=REGISTRY_NODE_PORT if target.registry is None else None,
            storage_class=target.storage_class,
            database_rotation=database_rotation(config.platform),
        ),
        ResourceOptions(providers={"kubernetes": provider}),
    )


def _given(config: StackConfig) -> Mapping[str, Input[str]]:
    """The references in the stack file: of images on the nodes, or in any registry."""
    missing = [part for part in PlatformImages.names() if part not in config.images]
    if missing:
        raise ConfigError(
            f"Pulumi.{config.stack}.yaml",
            [
                Fault(
                    path="platform.target.registry",
                    value="nothing",
                    rule="a registry that holds the platform's own images, because the one inside "
                    f"the cluster can't start from itself (without it: {', '.join(missing)})",
                    remedy="Name one and run slipway images push, or say in slipway:images where "
                    "each of these images is: on every node, or in a registry.",
                )
            ],
        )
    return config.images
