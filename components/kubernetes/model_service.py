"""One model behind a stable address that scales with its load and drops no request."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.apps.v1 import (
    Deployment,
    DeploymentSpecArgs,
    DeploymentStrategyArgs,
    RollingUpdateDeploymentArgs,
)
from pulumi_kubernetes.autoscaling.v2 import HorizontalPodAutoscaler
from pulumi_kubernetes.core.v1 import (
    LifecycleArgs,
    LifecycleHandlerArgs,
    PodTemplateSpecArgs,
    Service,
    SleepActionArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs
from pulumi_kubernetes.networking.v1 import NetworkPolicy, NetworkPolicyEgressRuleArgs
from pulumi_kubernetes.policy.v1 import PodDisruptionBudget, PodDisruptionBudgetSpecArgs

from slipway.components.kubernetes import network
from slipway.components.kubernetes.autoscaling import Scaling, cpu_scaler
from slipway.components.kubernetes.backends import StoreAccess
from slipway.components.kubernetes.labels import labels
from slipway.components.kubernetes.placement import apart
from slipway.components.kubernetes.pod import container, pod, scraped, variables
from slipway.components.kubernetes.probes import http_probes
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.store_client import (
    store_credentials,
    store_destinations,
    store_settings,
)
from slipway.components.kubernetes.workloads import metadata, pods_spec, service_spec

APPLICATION = "model-service"
PORT = 8080
LEAVE_SECONDS = 8
"""Between a pod's removal from its Service and SIGTERM: until every node has heard of it."""
DRAIN_SECONDS = 3
GRACE_SECONDS = 60


def in_flight_limit(target: int) -> int:
    """Requests that a replica lets in; the autoscaler aims at half of them."""
    return 2 * target


@dataclass(frozen=True, kw_only=True)
class ModelServiceArgs:
    """Only the name, the namespace and the image have no safe default."""

    name: Input[str]
    namespace: Input[str]
    image: Input[str]
    version: Input[str] | None = None  # None: what the image says
    cpu: Input[str] | None = None  # None means 250m
    memory: Input[str] | None = None  # None means 512Mi
    target_in_flight: int | None = None  # None means 8
    scaling: Scaling | None = None
    request_log: StoreAccess | None = None  # None: requests aren't logged
    service_type: Input[str] | None = None  # None means ClusterIP
    node_labels: Mapping[str, Input[str]] | None = None  # None: any node


class ModelService(pulumi.ComponentResource):
    """Replicas belong to the autoscaler; a rollout, a drain and an evicted pod fail no request."""

    url: Output[str]
    """Base address inside the cluster, e.g. ``http://fraud.ml.svc:8080``."""

    service: Service
    """The native Service; its node port, if it has one, is the cluster's choice."""

    def __init__(
        self, name: str, args: ModelServiceArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:ModelService", name, {}, opts)
        child = ResourceOptions(parent=self)
        marks = labels(APPLICATION, "serving", name)
        chosen = {"app.kubernetes.io/name": APPLICATION, "app.kubernetes.io/instance": name}
        meta = metadata(args.namespace, marks, name=args.name)
        NetworkPolicy(
            f"{name}-callers",
            metadata=meta,
            spec=network.policy(
                chosen, ingress=[network.from_anyone(PORT)], egress=_destinations(args)
            ),
            opts=child,
        )
        self.service = Service(
            f"{name}-service",
            metadata=meta,
            spec=service_spec(chosen, PORT, service_type=args.service_type),
            opts=child,
        )
        Service(
            f"{name}-pods",
            metadata=metadata(args.namespace, marks, name=Output.format("{}-pods", args.name)),
            spec=pods_spec(chosen, PORT),
            opts=child,
        )
        server = Deployment(
            f"{name}-server",
            metadata=meta,
            spec=_deployment(args, marks, chosen),
            # The autoscaler owns the number of replicas.
            opts=ResourceOptions(parent=self, ignore_changes=["spec.replicas"]),
        )
        after = ResourceOptions(parent=self, depends_on=[server])
        scaling = Scaling() if args.scaling is None else args.scaling
        HorizontalPodAutoscaler(
            f"{name}-scaler", metadata=meta, spec=cpu_scaler(args.name, scaling), opts=after
        )
        PodDisruptionBudget(
            f"{name}-budget",
            metadata=meta,
            spec=PodDisruptionBudgetSpecArgs(
                max_unavailable=1,
                selector=LabelSelectorArgs(match_labels=chosen),
                # A pod that isn't ready serves nobody: it must not block a drain.
                unhealthy_pod_eviction_policy="AlwaysAllow",
            ),
            opts=child,
        )
        self.url = Output.format("http://{}.{}.svc:{}", args.name, args.namespace, PORT)
        self.register_outputs({"url": self.url})


def _destinations(args: ModelServiceArgs) -> list[NetworkPolicyEgressRuleArgs]:
    """A model that was turned against its owner reaches names and the log's store, no more."""
    if args.request_log is None:
        return [network.to_names()]
    return [network.to_names(), *store_destinations(args.request_log)]


def _deployment(
    args: ModelServiceArgs, marks: dict[str, str], chosen: dict[str, str]
) -> DeploymentSpecArgs:
    return DeploymentSpecArgs(
        selector=LabelSelectorArgs(match_labels=chosen),
        strategy=DeploymentStrategyArgs(
            type="RollingUpdate",
            rolling_update=RollingUpdateDeploymentArgs(max_unavailable=0, max_surge=1),
        ),
        min_ready_seconds=5,
        progress_deadline_seconds=180,
        revision_history_limit=3,
        template=_pod(args, marks, chosen),
    )


def _pod(
    args: ModelServiceArgs, marks: dict[str, str], chosen: dict[str, str]
) -> PodTemplateSpecArgs:
    in_flight = 8 if args.target_in_flight is None else args.target_in_flight
    log = args.request_log
    settings: dict[str, Input[str]] = {
        # The autoscaler aims at the target; twice as many are let in before any is refused.
        "SLIPWAY_IN_FLIGHT": str(in_flight_limit(in_flight)),
        "SLIPWAY_DRAIN_SECONDS": str(DRAIN_SECONDS),
        "SLIPWAY_DIGEST": Output.from_input(args.image).apply(_digest),
    }
    if log is not None:
        settings |= {"SLIPWAY_LOG_URL": log.url, **store_settings(log)}
    version: list[Input[str]] = [] if args.version is None else ["--version", args.version]
    server = container(
        "server",
        image=args.image,
        size=Size(
            cpu="250m" if args.cpu is None else args.cpu,
            memory="512Mi" if args.memory is None else args.memory,
        ),
        args=["--model", "/opt/model", "--port", str(PORT), "--name", args.name, *version],
        env=variables(settings),
        env_from=[] if log is None else store_credentials(log),
        ports={"http": PORT},
        probes=http_probes(
            "/v2/health/ready",
            "http",
            startup_seconds=120,
            live_path="/v2/health/live",
            readiness_period=2,
        ),
        lifecycle=LifecycleArgs(
            pre_stop=LifecycleHandlerArgs(sleep=SleepActionArgs(seconds=LEAVE_SECONDS))
        ),
    )
    return pod(
        marks,
        [server],
        annotations=scraped(PORT),
        account=None if log is None else log.account,
        node_labels=args.node_labels,
        grace_seconds=GRACE_SECONDS,
        placement=apart(chosen),
    )


def _digest(image: str) -> str:
    """What pins the image; nothing when only a tag does."""
    _, at, digest = image.partition("@")
    return digest if at else ""
