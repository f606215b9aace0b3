"""Tells people of drift jobs that failed, and of those that didn't even start."""

import json
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from slipway.components.aws.alarms import Alarm, Alarms, AlarmsArgs

RULE_TARGET = "alerts"


@dataclass(frozen=True, kw_only=True)
class JobFailuresArgs:
    """Jobs are known by the beginning of their names."""

    name: str
    """Of the rule, and the beginning of the alarms' names."""
    jobs: str
    schedule_group: str
    topic_arn: Input[str]
    """Its policy lets `events` and `cloudwatch` publish."""


class JobFailures(pulumi.ComponentResource):
    """A job that ends well is silent, whatever its verdict."""

    def __init__(
        self, name: str, args: JobFailuresArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:JobFailures", name, {}, opts)
        child = ResourceOptions(parent=self)
        rule = aws.cloudwatch.EventRule(
            f"{name}-rule",
            name=args.name,
            description="Drift jobs that failed",
            event_pattern=json.dumps(failure_pattern(args.jobs)),
            opts=child,
        )
        aws.cloudwatch.EventTarget(
            f"{name}-target",
            rule=rule.name,
            target_id=RULE_TARGET,
            arn=args.topic_arn,
            input_transformer=aws.cloudwatch.EventTargetInputTransformerArgs(
                input_paths={
                    "job": "$.detail.ProcessingJobName",
                    "status": "$.detail.ProcessingJobStatus",
                    "reason": "$.detail.FailureReason",
                },
                input_template='"Drift job <job>: <status>. <reason> Its log is in the group'
                ' /aws/sagemaker/ProcessingJobs."',
            ),
            opts=child,
        )
        Alarms(
            f"{name}-alarms",
            AlarmsArgs(name=args.name, alarms=_alarms(args), topic_arn=args.topic_arn),
            child,
        )
        self.register_outputs({})


def failure_pattern(jobs: str) -> dict[str, object]:
    """The events of SageMaker that tell of a drift job without a verdict."""
    return {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Processing Job State Change"],
        "detail": {
            "ProcessingJobName": [{"prefix": f"{jobs}-"}],
            # Stopped: it took longer than it may, or somebody ended it.
            "ProcessingJobStatus": ["Failed", "Stopped"],
        },
    }


def _alarms(args: JobFailuresArgs) -> list[Alarm]:
    """A message that wasn't delivered, and a job that was refused, would be silent otherwise."""
    return [
        Alarm(
            name="undelivered",
            description="EventBridge couldn't tell the topic of a failed drift job: do the topic's"
            " policy and its key's let events.amazonaws.com in?",
            namespace="AWS/Events",
            metric="FailedInvocations",
            statistic="Sum",
            comparison="GreaterThanThreshold",
            threshold=0,
            periods=1,
            dimensions={"RuleName": args.name},
        ),
        Alarm(
            name="not-started",
            description="EventBridge Scheduler couldn't start a drift job: is the quota of"
            " processing instances used up, or the scheduler's role changed?",
            namespace="AWS/Scheduler",
            metric="TargetErrorCount",
            statistic="Sum",
            comparison="GreaterThanThreshold",
            threshold=0,
            periods=1,
            dimensions={"ScheduleGroup": args.schedule_group},
        ),
    ]
