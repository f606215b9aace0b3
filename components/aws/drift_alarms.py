"""The alarms on what drift jobs report; they mirror the alerts of `rules/drift.yaml`."""

from functools import partial

from slipway.components.aws.alarms import Alarm

DAY_SECONDS = 86_400


def drift_alarms(model: str, namespace: str, max_age_seconds: int) -> list[Alarm]:
    """Of one released model; the metrics are those of `slipway.monitoring.job.cloudwatch`."""
    one_of = partial(
        Alarm,
        namespace=namespace,
        statistic="Maximum",
        comparison="GreaterThanThreshold",
        threshold=0,
        periods=1,
        dimensions={"Model": model},
        # Between two runs the last verdict holds.
        silence_is="ignore",
    )
    reports = f"Open the report under monitoring/{model}/verdicts"
    return [
        one_of(
            name=f"{model}-data-drift",
            metric="DataDrift",
            description=f"{model} gets other data than it was trained on. {reports}; retrain if"
            " quality suffers.",
        ),
        one_of(
            name=f"{model}-quality-loss",
            metric="QualityLoss",
            description=f"{model} has data-quality faults or predicts worse than at release."
            f" {reports}; roll back or retrain.",
        ),
        one_of(
            name=f"{model}-no-data",
            metric="NoData",
            description=f"{model} had no request in its window: nothing is watched. Does traffic"
            " reach the endpoint, and does its capture reach the bucket?",
        ),
        one_of(
            name=f"{model}-job-failed",
            metric="JobFailed",
            description=f"The drift job of {model} couldn't judge: read its log in the group"
            " /aws/sagemaker/ProcessingJobs.",
        ),
        Alarm(
            name=f"{model}-verdict-stale",
            description=f"{model} has had no verdict for a day: is its schedule enabled, and did"
            " its jobs start? EventBridge Scheduler and SageMaker's processing jobs show it.",
            namespace=namespace,
            metric="Verdicts",
            statistic="Sum",
            comparison="LessThanThreshold",
            threshold=1,
            period_seconds=max(60, min(max_age_seconds, DAY_SECONDS) // 60 * 60),
            periods=1,
            dimensions={"Model": model},
            silence_is="breaching",
        ),
    ]
