"""Alerts on what drift jobs report to Application Insights; they mirror `rules/drift.yaml`.

A job sends `slipway_drift_state` with the model's name as the dimension `model`, the metric that it
pushes on a cluster. The last one counts until the next.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, ResourceOptions

from slipway.components.azure.iso_minutes import LOG_WINDOWS, whole_minutes, window
from slipway.components.azure.log_alert import LogCondition, log_alert
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.rule_bounds import rule_bound

METRIC = "slipway_drift_state"
FREQUENCY = "PT15M"
DAY_MINUTES = 1440


@dataclass(frozen=True, kw_only=True)
class DriftAlertsArgs:
    """Of one released model."""

    place: AzurePlace
    model: str
    max_age_seconds: int
    """How old the last verdict may be."""
    logs: Input[str]
    """Id of the log workspace that Application Insights keeps its data in."""
    actions: Sequence[Input[str]]


class DriftAlerts(pulumi.ComponentResource):
    """One alert for each state that somebody must look at, and one for silence."""

    def __init__(
        self, name: str, args: DriftAlertsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:DriftAlerts", name, {}, opts)
        for alert, condition in _conditions(args).items():
            log_alert(
                f"{name}-{alert}",
                condition,
                place=args.place,
                logs=args.logs,
                actions=args.actions,
                opts=ResourceOptions(parent=self),
            )
        self.register_outputs({})


def _conditions(args: DriftAlertsArgs) -> dict[str, LogCondition]:
    model = args.model
    report = f"Open the report under monitoring/{model}/verdicts"
    return {
        "data-drift": _state(
            args,
            "DataDrift",
            f"{model} gets other data than it was trained on. {report}; retrain if quality"
            " suffers.",
        ),
        "quality-loss": _state(
            args,
            "QualityLoss",
            f"{model} has data-quality faults or predicts worse than at release. {report}; roll"
            " back or retrain.",
        ),
        "no-data": _state(
            args,
            "DriftNoData",
            f"{model} had no request in its window: nothing is watched. Does traffic reach the"
            " endpoint, and does its capture reach the store?",
        ),
        "job-failed": _state(
            args,
            "DriftJobFailed",
            f"The drift job of {model} couldn't judge: read its log in the workspace, experiment"
            f" {model}-drift.",
        ),
        "verdict-stale": _stale(args),
    }


def _reports(model: str) -> str:
    return (
        f'AppMetrics | where Name == "{METRIC}" and tostring(Properties["model"]) == "{model}"'
        " | extend state = Max"
    )


def _state(args: DriftAlertsArgs, rule: str, description: str) -> LogCondition:
    """The last state equals the rule's number."""
    bound = rule_bound(rule)
    last = f"{_reports(args.model)} | summarize arg_max(TimeGenerated, state)"
    return LogCondition(
        query=f"{last} | where state == {bound.threshold:g}",
        column=None,
        operator="GreaterThan",
        threshold=0,
        window=window(DAY_MINUTES, LOG_WINDOWS),
        frequency=FREQUENCY,
        severity=bound.severity,
        description=description,
    )


def _stale(args: DriftAlertsArgs) -> LogCondition:
    bound = rule_bound("DriftVerdictStale")
    judged = f"{_reports(args.model)} | where state < {rule_bound('DriftJobFailed').threshold:g}"
    return LogCondition(
        query=judged,
        column=None,
        operator="LessThan",
        threshold=1,
        window=window(whole_minutes(args.max_age_seconds), LOG_WINDOWS),
        frequency=FREQUENCY,
        severity=bound.severity,
        description=f"{args.model} has had no verdict for too long: is its schedule enabled, did"
        " its jobs start, and is there quota for the cluster?",
    )
