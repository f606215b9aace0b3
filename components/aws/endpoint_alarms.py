"""What CloudWatch watches at a model's endpoint, by the bounds of the platform's own rules."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.rule_bounds import RuleBound, rule_bound

NAMESPACE = "AWS/SageMaker"
VARIANT = "main"
"""The one production variant that an endpoint has; a release replaces what is in it."""

_MINUTE = 60
_MICROSECONDS = 1_000_000
_QUIET_SECONDS = 3600


@dataclass(frozen=True, kw_only=True)
class EndpointAlarmsArgs:
    """Names are plain: a release's guard names the alarms before the endpoint is there."""

    endpoint: str
    """The endpoint's name, with which every alarm's begins."""
    model: str
    latency_target_seconds: float
    topic_arn: Input[str]


class EndpointAlarms(pulumi.ComponentResource):
    """Errors and slowness undo a release; silence and refusals only tell."""

    rollback: Sequence[Output[str]]
    """Names of the alarms that take a release back."""

    def __init__(
        self, name: str, args: EndpointAlarmsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:EndpointAlarms", name, {}, opts)
        errors = self._share(
            name, args, "server-errors", "Invocation5XXErrors", rule_bound("ModelServerErrors")
        )
        self._share(
            name, args, "refusals", "Invocation4XXErrors", rule_bound("ModelRefusesRequests")
        )
        latency = self._latency(name, args)
        self._silence(name, args)
        self.rollback = [errors.name, latency.name]
        self.register_outputs({})

    def _alarm(
        self,
        name: str,
        args: EndpointAlarmsArgs,
        kind: str,
        alarm: aws.cloudwatch.MetricAlarmArgs,
    ) -> aws.cloudwatch.MetricAlarm:
        """The alarm under its name; it tells the topic when it starts and when it ends."""
        alarm.name = f"{args.endpoint}-{kind}"
        alarm.alarm_actions = alarm.ok_actions = [args.topic_arn]
        return aws.cloudwatch.MetricAlarm(
            f"{name}-{kind}", alarm, opts=ResourceOptions(parent=self)
        )

    def _share(
        self, name: str, args: EndpointAlarmsArgs, kind: str, metric: str, bound: RuleBound
    ) -> aws.cloudwatch.MetricAlarm:
        query = aws.cloudwatch.MetricAlarmMetricQueryArgs
        said = _DESCRIPTIONS[kind].format(model=args.model, percent=100 * bound.threshold)
        return self._alarm(
            name,
            args,
            kind,
            aws.cloudwatch.MetricAlarmArgs(
                alarm_description=said,
                metric_queries=[
                    query(
                        id="share",
                        label=f"{metric} per invocation",
                        expression="IF(invocations > 0, failed / invocations, 0)",
                        return_data=True,
                    ),
                    query(id="failed", metric=_sum(args, metric)),
                    query(id="invocations", metric=_sum(args, "Invocations")),
                ],
                comparison_operator="GreaterThanThreshold",
                threshold=bound.threshold,
                evaluation_periods=max(1, bound.hold_seconds // _MINUTE),
                treat_missing_data="notBreaching",
            ),
        )

    def _latency(self, name: str, args: EndpointAlarmsArgs) -> aws.cloudwatch.MetricAlarm:
        bound = rule_bound("ModelLatencyHigh")
        target = args.latency_target_seconds
        said = _DESCRIPTIONS["latency"].format(model=args.model, target=target)
        return self._alarm(
            name,
            args,
            "latency",
            aws.cloudwatch.MetricAlarmArgs(
                alarm_description=said,
                namespace=NAMESPACE,
                metric_name="ModelLatency",
                dimensions=_dimensions(args),
                extended_statistic="p99",
                # Of a handful of requests the slowest is no percentile.
                evaluate_low_sample_count_percentiles="ignore",
                comparison_operator="GreaterThanThreshold",
                threshold=target * _MICROSECONDS,
                period=max(_MINUTE, bound.hold_seconds),
                evaluation_periods=1,
                treat_missing_data="notBreaching",
            ),
        )

    def _silence(self, name: str, args: EndpointAlarmsArgs) -> aws.cloudwatch.MetricAlarm:
        return self._alarm(
            name,
            args,
            "no-invocations",
            aws.cloudwatch.MetricAlarmArgs(
                alarm_description=f"{args.model} got no request for an hour: nothing is served and"
                " nothing is watched. Do its callers reach the endpoint, and may they invoke it?",
                namespace=NAMESPACE,
                metric_name="Invocations",
                dimensions=_dimensions(args),
                statistic="Sum",
                comparison_operator="LessThanThreshold",
                threshold=1,
                period=_QUIET_SECONDS,
                evaluation_periods=1,
                treat_missing_data="breaching",
            ),
        )


_DESCRIPTIONS: Mapping[str, str] = {
    "server-errors": "{model} fails over {percent:g} % of its requests. Read the log group of its"
    " endpoint; roll back with slipway model rollback if a release came before.",
    "refusals": "{model} refuses over {percent:g} % of its requests: 429 is traffic above capacity,"
    " so raise serving.replicas.max; any other 4xx is what its callers send.",
    "latency": "{model} answers 1 % of requests slower than {target:g} s, its target. Raise"
    " serving.replicas.max if instances are busy, else the instance type.",
}


def _dimensions(args: EndpointAlarmsArgs) -> dict[str, str]:
    return {"EndpointName": args.endpoint, "VariantName": VARIANT}


def _sum(args: EndpointAlarmsArgs, metric: str) -> aws.cloudwatch.MetricAlarmMetricQueryMetricArgs:
    return aws.cloudwatch.MetricAlarmMetricQueryMetricArgs(
        namespace=NAMESPACE,
        metric_name=metric,
        dimensions=_dimensions(args),
        period=_MINUTE,
        stat="Sum",
    )
