"""A container registry on one disk of the cluster, for model images."""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.apps.v1 import StatefulSet
from pulumi_kubernetes.core.v1 import PersistentVolumeClaim, PodTemplateSpecArgs, Service
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from slipway.components.kubernetes import disk_watch, network, volumes
from slipway.components.kubernetes.labels import labels, selector
from slipway.components.kubernetes.pod import Mount, container, pod, scraped, variables
from slipway.components.kubernetes.probes import http_probes
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.workloads import metadata, service_spec, stateful_set_spec

APPLICATION = "registry"
PORT = 5000
METRICS_PORT = 5001


@dataclass(frozen=True, kw_only=True)
class ContainerRegistryArgs:
    """Nodes and operator reach it through the node port, which the host keeps to itself."""

    namespace: Input[str]
    image: Input[str]
    exporter_image: Input[str]
    storage: Input[str] | None = None  # None means 10Gi
    storage_class: Input[str] | None = None  # None: the cluster's default class
    node_port: Input[int] | None = None  # None: only pods reach it
    size: Size | None = None


class ContainerRegistry(pulumi.ComponentResource):
    """The distribution registry on a persistent volume."""

    address: Output[str]
    """Host and port inside the cluster."""

    service: Service
    """The native Service."""

    def __init__(
        self, name: str, args: ContainerRegistryArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:ContainerRegistry", name, {}, opts)
        child = ResourceOptions(parent=self)
        marks = labels(APPLICATION, "registry")
        disk = volumes.disk(
            name,
            APPLICATION,
            marks,
            namespace=args.namespace,
            size="10Gi" if args.storage is None else args.storage,
            storage_class=args.storage_class,
            opts=child,
        )
        NetworkPolicy(
            f"{name}-callers",
            metadata=metadata(args.namespace, marks),
            spec=network.policy(
                selector(APPLICATION),
                ingress=[
                    # Nodes pull through the node port, which hides who asks.
                    network.from_anyone(PORT),
                    network.from_peers([network.PROMETHEUS], METRICS_PORT, disk_watch.PORT),
                ],
            ),
            opts=child,
        )
        self.service = Service(
            f"{name}-service",
            metadata=metadata(args.namespace, marks, name=APPLICATION),
            spec=service_spec(
                selector(APPLICATION),
                PORT,
                node_port=args.node_port,
                others={"metrics": METRICS_PORT, "disk": disk_watch.PORT},
            ),
            opts=child,
        )
        StatefulSet(
            f"{name}-server",
            metadata=metadata(args.namespace, marks, name=APPLICATION),
            spec=stateful_set_spec(APPLICATION, selector(APPLICATION), _pod(args, marks, disk)),
            opts=child,
        )
        self.address = Output.format("{}.{}.svc:{}", APPLICATION, args.namespace, PORT)
        self.register_outputs({"address": self.address})


def _pod(
    args: ContainerRegistryArgs, marks: dict[str, str], disk: PersistentVolumeClaim
) -> PodTemplateSpecArgs:
    server = container(
        "server",
        image=args.image,
        size=Size(cpu="50m", memory="256Mi") if args.size is None else args.size,
        env=variables(
            {
                "REGISTRY_HTTP_ADDR": f":{PORT}",
                "REGISTRY_STORAGE_FILESYSTEM_ROOTDIRECTORY": "/data",
                "REGISTRY_STORAGE_DELETE_ENABLED": "true",
                "REGISTRY_HTTP_DEBUG_ADDR": f":{METRICS_PORT}",
                "REGISTRY_HTTP_DEBUG_PROMETHEUS_ENABLED": "true",
                "OTEL_TRACES_EXPORTER": "none",
            }
        ),
        ports={"http": PORT, "metrics": METRICS_PORT},
        mounts=[Mount(volume="data", path="/data", read_only=False)],
        probes=http_probes("/v2/", "http", startup_seconds=60),
    )
    return pod(
        marks,
        [server, disk_watch.watcher(args.exporter_image)],
        annotations=scraped(METRICS_PORT),
        volumes=[volumes.claimed("data", disk)],
        grace_seconds=30,
    )
