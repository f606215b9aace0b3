"""What Azure Monitor watches at a model's endpoint, by the bounds of the platform's own rules."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.azure.autoscale_rules import NAMESPACE as DEPLOYMENTS
from slipway.components.azure.iso_minutes import METRIC_WINDOWS, window
from slipway.components.azure.log_alert import LogCondition, log_alert
from slipway.components.azure.metric_alert import Threshold, metric_alert
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.rule_bounds import rule_bound

CAPACITY = "DeploymentCapacity"
ENDPOINTS = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints"
FAILED = "ResponseCode >= 500 or (ResponseCode == 424 and ModelStatusCode >= 500)"
REFUSED = "ResponseCode == 429 or (ResponseCode == 424 and ModelStatusCode == 429)"
"""Azure answers 424 for whatever a model itself didn't answer with 200.

Source: "Troubleshoot online endpoints", Microsoft Learn, section "HTTP status codes".
"""
_LOST_MINUTES = 10
"""The span of the rule's `increase`."""


@dataclass(frozen=True, kw_only=True)
class EndpointAlertsArgs:
    """The endpoint must send its traffic log to the log workspace."""

    place: AzurePlace
    model: str
    endpoint: str
    """Its name, as the traffic log has it."""
    endpoint_id: Input[str]
    deployments: Sequence[tuple[str, Output[str]]]
    """Name and id of each."""
    minimum: int
    maximum: int
    latency_target_seconds: float
    logs: Input[str]
    """Id of the log workspace."""
    actions: Sequence[Input[str]]


class EndpointAlerts(pulumi.ComponentResource):
    """The same thresholds as on a cluster; a share of failures is asked of the traffic log."""

    def __init__(
        self, name: str, args: EndpointAlertsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:EndpointAlerts", name, {}, opts)
        child = ResourceOptions(parent=self)
        for one in _of_endpoint(args):
            metric_alert(
                f"{name}-{one.alert}",
                one,
                place=args.place,
                scope=args.endpoint_id,
                namespace=ENDPOINTS,
                actions=args.actions,
                opts=child,
            )
        for deployment, identifier in args.deployments:
            for one in _of_deployment(args):
                metric_alert(
                    f"{name}-{deployment}-{one.alert}",
                    one,
                    place=args.place,
                    scope=identifier,
                    namespace=DEPLOYMENTS,
                    actions=args.actions,
                    opts=child,
                )
        for alert, condition in _of_traffic(args).items():
            log_alert(
                f"{name}-{alert}",
                condition,
                place=args.place,
                logs=args.logs,
                actions=args.actions,
                opts=child,
            )
        self.register_outputs({})


def _of_endpoint(args: EndpointAlertsArgs) -> list[Threshold]:
    slow = rule_bound("ModelLatencyHigh")
    lost = rule_bound("RequestLogDropped")
    return [
        Threshold(
            alert="latency",
            metric="RequestLatency_P99",
            aggregation="Average",
            operator="GreaterThan",
            value=1000 * args.latency_target_seconds,
            window=window(slow.hold_minutes, METRIC_WINDOWS),
            severity=slow.severity,
            description=f"{args.model} answers 1 % of requests slower than"
            f" {args.latency_target_seconds:g} s, its target. Raise serving.replicas.max if its"
            " instances are busy, else the instance type.",
        ),
        Threshold(
            alert="capture",
            metric="DataCollectionErrorsPerMinute",
            aggregation="Maximum",
            operator="GreaterThan",
            value=lost.threshold,
            window=window(_LOST_MINUTES, METRIC_WINDOWS),
            severity=lost.severity,
            description=f"The capture of {args.model} lost requests: drift verdicts lack them. May"
            " its identity write to the container request-log, and is the store within reach?",
        ),
    ]


def _of_deployment(args: EndpointAlertsArgs) -> list[Threshold]:
    down, full = rule_bound("ModelServiceDown"), rule_bound("ModelAtMaxReplicas")
    none = Threshold(
        alert="down",
        metric=CAPACITY,
        aggregation="Maximum",
        operator="LessThan",
        value=1,
        window=window(down.hold_minutes, METRIC_WINDOWS),
        severity=down.severity,
        description=f"{args.model} has no instance. See the deployment's logs in the studio; roll"
        " back with `slipway model rollback`.",
    )
    if args.maximum == args.minimum:
        return [none]
    most = Threshold(
        alert="at-maximum",
        metric=CAPACITY,
        aggregation="Minimum",
        operator="GreaterThanOrEqual",
        value=args.maximum,
        window=window(full.hold_minutes, METRIC_WINDOWS),
        severity=full.severity,
        description=f"{args.model} has run at its maximum of {args.maximum} instances. Raise"
        " serving.replicas.max or the instance type, and the quota with it.",
    )
    return [none, most]


def _of_traffic(args: EndpointAlertsArgs) -> dict[str, LogCondition]:
    return {
        "errors": _share(
            args,
            "ModelServerErrors",
            FAILED,
            f"{args.model} fails more than its share of requests. Read the endpoint's console log;"
            " roll back if a release came before.",
        ),
        "refusals": _share(
            args,
            "ModelRefusesRequests",
            REFUSED,
            f"{args.model} refuses requests: traffic is above capacity. Raise"
            " serving.replicas.max.",
        ),
    }


def _share(args: EndpointAlertsArgs, rule: str, which: str, description: str) -> LogCondition:
    bound = rule_bound(rule)
    query = (
        f'AmlOnlineEndpointTrafficLog | where EndpointName == "{args.endpoint}"'
        # Both columns are text in some versions of the table.
        " | extend ResponseCode = toint(ResponseCode), ModelStatusCode = toint(ModelStatusCode)"
        f" | summarize counted = countif({which}), requests = count()"
        " | where requests > 0 | extend share = todouble(counted) / requests"
    )
    return LogCondition(
        query=query,
        column="share",
        operator="GreaterThan",
        threshold=bound.threshold,
        window="PT5M",
        frequency="PT1M",
        periods=max(1, bound.hold_minutes),
        severity=bound.severity,
        description=description,
    )
