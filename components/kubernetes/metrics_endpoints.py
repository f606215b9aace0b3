"""What a Prometheus scrapes besides the workloads: what jobs pushed, and probes of the parts."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.kubernetes import data_files
from slipway.components.kubernetes.config_server import ConfigServer, ConfigServerArgs
from slipway.components.kubernetes.network import MetricsReader, Peer
from slipway.components.kubernetes.pod import container
from slipway.components.kubernetes.probes import http_probes
from slipway.components.kubernetes.size import Size

PUSHGATEWAY, PROBER = 9091, 9115
PUSHING_JOBS = ("drift-monitor", "database-backup")


@dataclass(frozen=True, kw_only=True)
class MetricsEndpointsArgs:
    """The image holds both programs; `readers` is the Prometheus, wherever it runs."""

    namespace: Input[str]
    image: Input[str]
    readers: Sequence[MetricsReader]
    storage_class: Input[str] | None = None  # None: the cluster's default class


class MetricsEndpoints(pulumi.ComponentResource):
    """For a Prometheus that isn't the platform's own: it judges and alerts, and runs elsewhere."""

    pushgateway_url: Output[str]
    """Where jobs push what they found before they end."""

    def __init__(
        self, name: str, args: MetricsEndpointsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:MetricsEndpoints", name, {}, opts)
        child = ResourceOptions(parent=self)
        ConfigServer(
            f"{name}-pushgateway",
            pushgateway(args.namespace, args.image, args.storage_class, args.readers),
            child,
        )
        ConfigServer(f"{name}-prober", prober(args.namespace, args.image, args.readers), child)
        self.pushgateway_url = pushgateway_url(args.namespace)
        self.register_outputs({"pushgatewayUrl": self.pushgateway_url})


def pushgateway(
    namespace: Input[str],
    image: Input[str],
    storage_class: Input[str] | None,
    readers: Sequence[MetricsReader],
) -> ConfigServerArgs:
    """Keeps what jobs pushed; only the platform's own jobs may push."""
    server = container(
        "server",
        image=image,
        size=Size(cpu="20m", memory="64Mi"),
        command=["prometheus-pushgateway"],
        # A restart must not silence a drift alert.
        args=["--persistence.file=/data/metrics"],
        ports={"http": PUSHGATEWAY},
        mounts=ConfigServer.mounts(data="/data"),
        probes=http_probes("/-/ready", "http", startup_seconds=60, live_path="/-/healthy"),
    )
    return ConfigServerArgs(
        application="pushgateway",
        namespace=namespace,
        port=PUSHGATEWAY,
        container=server,
        callers=[*readers, *(Peer(application=job) for job in PUSHING_JOBS)],
        readers=readers,
        watcher_image=image,
        storage="100Mi",
        storage_class=storage_class,
    )


def prober(
    namespace: Input[str], image: Input[str], readers: Sequence[MetricsReader]
) -> ConfigServerArgs:
    """Asks the parts as their users would, whenever it is scraped."""
    server = container(
        "server",
        image=image,
        size=Size(cpu="20m", memory="64Mi"),
        command=["prometheus-blackbox-exporter"],
        args=["--config.file=/etc/prober/prober.yaml"],
        ports={"http": PROBER},
        mounts=ConfigServer.mounts("/etc/prober"),
        probes=http_probes("/-/healthy", "http", startup_seconds=60),
    )
    return ConfigServerArgs(
        application="prober",
        namespace=namespace,
        port=PROBER,
        container=server,
        callers=readers,
        readers=readers,
        watcher_image=image,
        files={"prober.yaml": data_files.text("settings", "prober.yaml")},
    )


def pushgateway_url(namespace: Input[str]) -> Output[str]:
    """Base address inside the cluster."""
    return Output.format("http://pushgateway.{}.svc:{}", namespace, PUSHGATEWAY)
