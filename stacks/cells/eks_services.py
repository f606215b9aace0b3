"""What the platform needs inside an EKS cluster before itself: disks, and the autoscaler."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi import Output, ResourceOptions

from slipway.components.aws.cluster_autoscaling import (
    REPOSITORY,
    ClusterAutoscaling,
    ClusterAutoscalingArgs,
)
from slipway.components.aws.eks_versions import EKS_VERSIONS
from slipway.components.aws.node_groups import POOL_LABEL
from slipway.components.aws.storage_class import EncryptedDisks, EncryptedDisksArgs
from slipway.stacks.cells.eks_access import EksAccess
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.environments import ENVIRONMENTS


@dataclass(frozen=True, kw_only=True)
class ClusterServices:
    """What workloads are told of them."""

    storage_class: Output[str] | None
    """None in an adopted cluster: its own default class."""
    model_nodes: Mapping[str, str] | None
    """Labels of the nodes for models; None in an adopted cluster: any node."""
    ready: list[pulumi.Resource]


def cluster_services(
    config: StackConfig, target: AwsTarget, access: EksAccess, provider: kubernetes.Provider
) -> ClusterServices:
    """Registers them; in an adopted cluster, which has its own, nothing."""
    if target.cluster.adopt is not None:
        return ClusterServices(storage_class=None, model_nodes=None, ready=[])
    opts = ResourceOptions(providers={"kubernetes": provider})
    disks = EncryptedDisks(
        "disks",
        EncryptedDisksArgs(
            key_arn=access.key_arn,
            production=ENVIRONMENTS[config.platform.environment].production,
        ),
        opts,
    )
    version = EKS_VERSIONS[target.cluster.version]
    scaling = ClusterAutoscaling(
        "autoscaling",
        ClusterAutoscalingArgs(
            cluster_name=access.name,
            region=target.region,
            image=config.images.get("cluster-autoscaler", f"{REPOSITORY}:{version.autoscaler}"),
        ),
        opts,
    )
    return ClusterServices(
        storage_class=disks.storage_class,
        model_nodes={POOL_LABEL: "models"},
        ready=[disks, scaling],
    )
