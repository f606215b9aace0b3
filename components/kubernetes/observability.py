"""Metrics and alerts of the platform and its models: Prometheus and what belongs to it."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pulumi
import yaml
from pulumi import Input, Output, ResourceOptions

from slipway.components.kubernetes.config_server import ConfigServer, ConfigServerArgs
from slipway.components.kubernetes.metrics_endpoints import (
    prober,
    pushgateway,
    pushgateway_url,
)
from slipway.components.kubernetes.network import PROMETHEUS as PROMETHEUS_PODS
from slipway.components.kubernetes.pod import container
from slipway.components.kubernetes.probes import http_probes
from slipway.components.kubernetes.scraping import (
    WatchedModel,
    prometheus_settings,
    rule_files,
)
from slipway.components.kubernetes.size import Size

PROMETHEUS, ALERTMANAGER = 9090, 9093


@dataclass(frozen=True, kw_only=True)
class ObservabilityArgs:
    """The image holds all programs; its pods differ in what they run."""

    namespace: Input[str]
    image: Input[str]
    models: Sequence[WatchedModel] = ()
    absent: Collection[str] = ()
    """Parts that this platform doesn't have: nobody waits for their answer."""
    storage: Input[str] | None = None  # None means 2Gi
    storage_class: Input[str] | None = None  # None: the cluster's default class
    retention: Input[str] | None = None  # None means 7d
    webhook_url: Input[str] | None = None  # None: alerts are shown and sent nowhere
    prometheus_node_port: Input[int] | None = None  # None: only pods reach it
    alertmanager_node_port: Input[int] | None = None


class Observability(pulumi.ComponentResource):
    """Scrapes every part, evaluates the rules and hands alerts on.

    Its servers have no login: they are reached from the cluster and, locally, from this machine.
    """

    prometheus_url: Output[str]
    """Base address of Prometheus inside the cluster."""

    pushgateway_url: Output[str]
    """Where jobs push what they found before they end."""

    def __init__(
        self, name: str, args: ObservabilityArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:Observability", name, {}, opts)
        child = ResourceOptions(parent=self)
        ConfigServer(f"{name}-prometheus", _prometheus(args), child)
        ConfigServer(f"{name}-alertmanager", _alertmanager(args), child)
        ConfigServer(
            f"{name}-pushgateway",
            pushgateway(args.namespace, args.image, args.storage_class, [PROMETHEUS_PODS]),
            child,
        )
        ConfigServer(f"{name}-prober", prober(args.namespace, args.image, [PROMETHEUS_PODS]), child)
        self.prometheus_url = Output.format(
            "http://prometheus.{}.svc:{}", args.namespace, PROMETHEUS
        )
        self.pushgateway_url = pushgateway_url(args.namespace)
        self.register_outputs(
            {"prometheusUrl": self.prometheus_url, "pushgatewayUrl": self.pushgateway_url}
        )


def _prometheus(args: ObservabilityArgs) -> ConfigServerArgs:
    server = container(
        "server",
        image=args.image,
        size=Size(cpu="50m", memory="512Mi"),
        command=["prometheus"],
        args=[
            "--config.file=/etc/prometheus/prometheus.yaml",
            "--storage.tsdb.path=/data",
            Output.format(
                "--storage.tsdb.retention.time={}",
                "7d" if args.retention is None else args.retention,
            ),
        ],
        ports={"http": PROMETHEUS},
        mounts=ConfigServer.mounts("/etc/prometheus", data="/data"),
        probes=http_probes("/-/ready", "http", startup_seconds=120, live_path="/-/healthy"),
    )
    rules = {f"rules/{name}": text for name, text in rule_files(args.models).items()}
    return ConfigServerArgs(
        application="prometheus",
        namespace=args.namespace,
        port=PROMETHEUS,
        container=server,
        callers=[PROMETHEUS_PODS],
        watcher_image=args.image,
        files={"prometheus.yaml": prometheus_settings(args.models, args.absent), **rules},
        storage="2Gi" if args.storage is None else args.storage,
        storage_class=args.storage_class,
        node_port=args.prometheus_node_port,
    )


def _alertmanager(args: ObservabilityArgs) -> ConfigServerArgs:
    server = container(
        "server",
        image=args.image,
        size=Size(cpu="20m", memory="128Mi"),
        command=["prometheus-alertmanager"],
        args=[
            "--config.file=/etc/alertmanager/alertmanager.yaml",
            "--storage.path=/tmp/alertmanager",
            # One instance: nobody to gossip with.
            "--cluster.listen-address=",
        ],
        ports={"http": ALERTMANAGER},
        mounts=ConfigServer.mounts("/etc/alertmanager"),
        probes=http_probes("/-/ready", "http", startup_seconds=60, live_path="/-/healthy"),
    )
    return ConfigServerArgs(
        application="alertmanager",
        namespace=args.namespace,
        port=ALERTMANAGER,
        container=server,
        callers=[PROMETHEUS_PODS],
        watcher_image=args.image,
        files={"alertmanager.yaml": _routes(args.webhook_url)},
        node_port=args.alertmanager_node_port,
    )


def _routes(webhook_url: Input[str] | None) -> Input[str]:
    """All alerts go to one receiver: the webhook, or nobody beyond Alertmanager's own page."""
    route = {"receiver": "team", "group_by": ["alertname", "model"], "repeat_interval": "12h"}
    if webhook_url is None:
        return yaml.safe_dump({"route": route, "receivers": [{"name": "team"}]})
    return Output.from_input(webhook_url).apply(
        lambda url: json.dumps(
            {
                "route": route,
                "receivers": [{"name": "team", "webhook_configs": [{"url": url}]}],
            }
        )
    )
