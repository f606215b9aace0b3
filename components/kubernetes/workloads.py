"""The shapes that all servers share: their address, and one pod that keeps its disk."""

from collections.abc import Mapping

from pulumi import Input
from pulumi_kubernetes.apps.v1 import StatefulSetSpecArgs
from pulumi_kubernetes.core.v1 import PodTemplateSpecArgs, ServicePortArgs, ServiceSpecArgs
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs, ObjectMetaArgs


def metadata(
    namespace: Input[str],
    labels: Mapping[str, str],
    *,
    name: Input[str] | None = None,
    annotations: Mapping[str, Input[str]] | None = None,
) -> ObjectMetaArgs:
    """Without a name, Pulumi gives one: a change of content then replaces it before its users."""
    return ObjectMetaArgs(
        namespace=namespace, labels=dict(labels), name=name, annotations=annotations
    )


def service_spec(
    selector: Mapping[str, str],
    port: int,
    *,
    node_port: Input[int] | None = None,
    service_type: Input[str] | None = None,
    others: Mapping[str, int] | None = None,
) -> ServiceSpecArgs:
    """One stable address; a node port opens it, and only it, to the outside of the cluster."""
    fallback = "ClusterIP" if node_port is None else "NodePort"
    return ServiceSpecArgs(
        type=fallback if service_type is None else service_type,
        selector=dict(selector),
        ports=[
            ServicePortArgs(name="http", port=port, target_port=port, node_port=node_port),
            *(
                ServicePortArgs(name=name, port=other, target_port=other)
                for name, other in (others or {}).items()
            ),
        ],
    )


def pods_spec(selector: Mapping[str, str], port: int) -> ServiceSpecArgs:
    """A name with the address of every pod, ready or not: how metrics are collected."""
    return ServiceSpecArgs(
        cluster_ip="None",
        publish_not_ready_addresses=True,
        selector=dict(selector),
        ports=[ServicePortArgs(name="http", port=port, target_port=port)],
    )


def stateful_set_spec(
    service: Input[str], selector: Mapping[str, str], template: PodTemplateSpecArgs
) -> StatefulSetSpecArgs:
    """One pod, never two at once: its disk belongs to a single writer."""
    return StatefulSetSpecArgs(
        replicas=1,
        service_name=service,
        selector=LabelSelectorArgs(match_labels=dict(selector)),
        # With the default, ordered policy a pod that can't start blocks its own repair.
        pod_management_policy="Parallel",
        template=template,
    )
