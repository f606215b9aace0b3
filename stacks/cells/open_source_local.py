"""The open-source variant on a Kubernetes of its own on this machine."""

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi import ResourceOptions

from slipway.components.local.cluster import LocalCluster, LocalClusterArgs
from slipway.components.variants.open_source import OpenSourcePlatform
from slipway.components.variants.open_source_args import (
    NodePorts,
    OpenSourcePlatformArgs,
    PlatformImages,
)
from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.machine import Machine
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.local import LocalTarget
from slipway.stacks.models import model_specs
from slipway.stacks.rotation import database_rotation


def open_source_on_local(config: StackConfig, target: LocalTarget) -> OpenSourcePlatform:
    """A local cluster with the whole platform on it."""
    machine = _machine(config)
    cluster = LocalCluster(
        "cluster",
        LocalClusterArgs(
            driver=target.driver,
            nodes=target.nodes,
            tools=str(machine.tools),
            state=str(machine.state),
            images=dict(config.images),
            archives={name: str(path) for name, path in machine.archives.items()},
        ),
    )
    provider = kubernetes.Provider(
        "cluster",
        kubeconfig=cluster.kubeconfig,
        # The cluster and what runs on it share one stack: a dead cluster takes its objects along.
        delete_unreachable=True,
        # A new cluster under the old name must not look like the old one.
        cluster_identifier=cluster.api_url,
        opts=ResourceOptions(parent=cluster),
    )
    pulumi.export("kubeconfig", pulumi.Output.secret(cluster.kubeconfig))
    return OpenSourcePlatform(
        "platform",
        OpenSourcePlatformArgs(
            images=_images(config),
            models=model_specs(config),
            node_ports=NodePorts(),
            database_rotation=database_rotation(config.platform),
        ),
        ResourceOptions(providers={"kubernetes": provider}, depends_on=[cluster]),
    )


def _machine(config: StackConfig) -> Machine:
    if config.machine is None:
        raise ConfigError(
            f"Pulumi.{config.stack}.yaml",
            [
                Fault(
                    path="slipway:local",
                    value="nothing",
                    rule="the folders and image archives that `make up` prepares",
                    remedy="Run make up; `slipway env` then prints what a plain pulumi up needs.",
                )
            ],
        )
    return config.machine


def _images(config: StackConfig) -> PlatformImages:
    missing = [name for name in PlatformImages.names() if name not in config.images]
    if missing:
        raise ConfigError(
            f"Pulumi.{config.stack}.yaml",
            [
                Fault(
                    path=f"slipway:images.{name}",
                    value="nothing",
                    rule="an image reference",
                    remedy="Run make up, which builds the platform's images.",
                )
                for name in missing
            ],
        )
    return PlatformImages.of(config.images)
