"""Nodes as pods need them: the cluster autoscaler, between the bounds of the node pools.

Why not EKS Auto Mode: it adds about an eighth to each instance's price, its built-in pools know
no bounds in nodes, and what it starts is in no plan. Here the bounds in the stack's file are
those of the groups, and the same words mean the same on Azure.
"""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.apps.v1 import Deployment, DeploymentSpecArgs, DeploymentStrategyArgs
from pulumi_kubernetes.core.v1 import (
    EmptyDirVolumeSourceArgs,
    PodSpecArgs,
    PodTemplateSpecArgs,
    ServiceAccount,
    VolumeArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs

from slipway.components.aws.autoscaler_rights import autoscaler_rights
from slipway.components.aws.node_groups import POOL_LABEL
from slipway.components.kubernetes.labels import labels, selector
from slipway.components.kubernetes.pod import SCRATCH, container, scraped, variables
from slipway.components.kubernetes.probes import http_probes
from slipway.components.kubernetes.security import pod_security_context
from slipway.components.kubernetes.size import Size

APPLICATION = "cluster-autoscaler"
NAMESPACE = "kube-system"
REPOSITORY = "registry.k8s.io/autoscaling/cluster-autoscaler"
PORT = 8085


@dataclass(frozen=True, kw_only=True)
class ClusterAutoscalingArgs:
    """Its AWS identity belongs to the infrastructure; see `autoscaling_policy`."""

    cluster_name: Input[str]
    region: str
    image: Input[str]
    """Of the cluster's own minor version of Kubernetes."""


class ClusterAutoscaling(pulumi.ComponentResource):
    """Adds a node when a pod waits for one, and takes away nodes that are half empty."""

    def __init__(
        self, name: str, args: ClusterAutoscalingArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:ClusterAutoscaling", name, {}, opts)
        child = ResourceOptions(parent=self)
        meta = ObjectMetaArgs(
            name=APPLICATION, namespace=NAMESPACE, labels=labels(APPLICATION, "scaling")
        )
        account = ServiceAccount(f"{name}-account", metadata=meta, opts=child)
        rights = autoscaler_rights(name, APPLICATION, NAMESPACE, child)
        Deployment(
            f"{name}-server",
            metadata=meta,
            spec=DeploymentSpecArgs(
                replicas=1,
                selector=LabelSelectorArgs(match_labels=selector(APPLICATION)),
                # Two at once would fight over the lease, and one is enough.
                strategy=DeploymentStrategyArgs(type="Recreate"),
                template=_pod(args, account.metadata.apply(lambda one: one.name or APPLICATION)),
            ),
            opts=ResourceOptions(parent=self, depends_on=rights),
        )
        self.register_outputs({})


def _pod(args: ClusterAutoscalingArgs, account: Input[str]) -> PodTemplateSpecArgs:
    server = container(
        "server",
        image=args.image,
        size=Size(cpu="100m", memory="600Mi"),
        command=["/cluster-autoscaler"],
        args=_flags(args),
        env=variables({"AWS_REGION": args.region}),
        ports={"http": PORT},
        probes=http_probes("/health-check", "http", startup_seconds=120),
    )
    return PodTemplateSpecArgs(
        metadata=ObjectMetaArgs(labels=labels(APPLICATION, "scaling"), annotations=scraped(PORT)),
        spec=PodSpecArgs(
            containers=[server],
            volumes=[
                VolumeArgs(name=SCRATCH, empty_dir=EmptyDirVolumeSourceArgs(size_limit="1Gi"))
            ],
            security_context=pod_security_context(),
            service_account_name=account,
            automount_service_account_token=True,
            enable_service_links=False,
            node_selector={POOL_LABEL: "system"},
            # On a full cluster it must push others aside, or no node would ever be added.
            priority_class_name="system-cluster-critical",
        ),
    )


def _flags(args: ClusterAutoscalingArgs) -> list[Input[str]]:
    mine: Output[str] = Output.format(
        "--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,"
        "k8s.io/cluster-autoscaler/{}",
        args.cluster_name,
    )
    return [
        "--cloud-provider=aws",
        mine,
        "--balance-similar-node-groups",
        "--expander=least-waste",
        # Every pod of ours has a scratch folder; none keeps anything there.
        "--skip-nodes-with-local-storage=false",
        f"--address=:{PORT}",
        "--logtostderr=true",
        "--v=2",
    ]
