"""Failed jobs reach people."""

import json

from slipway.components.aws.job_failures import JobFailures, JobFailuresArgs
from tests.support.aws_cloud import of_type, on_aws, only
from tests.support.recording import Recording

ARGS = JobFailuresArgs(
    name="slipway-dev-drift-jobs",
    jobs="slipway-dev-0a1b2c",
    schedule_group="slipway-dev-0a1b2c",
    topic_arn="arn:topic",
)


def made() -> Recording:
    return on_aws(lambda: JobFailures("job-failures", ARGS))


def test_only_the_platforms_own_jobs_that_ended_badly_are_told() -> None:
    pattern = json.loads(str(only(made(), "cloudwatch/eventRule:EventRule")["eventPattern"]))
    assert pattern == {
        "source": ["aws.sagemaker"],
        "detail-type": ["SageMaker Processing Job State Change"],
        "detail": {
            "ProcessingJobName": [{"prefix": "slipway-dev-0a1b2c-"}],
            "ProcessingJobStatus": ["Failed", "Stopped"],
        },
    }


def test_the_message_names_job_status_and_reason() -> None:
    target = only(made(), "cloudwatch/eventTarget:EventTarget")
    assert target["arn"] == "arn:topic"
    transformer = target["inputTransformer"]
    assert isinstance(transformer, dict)
    paths = transformer["inputPaths"]
    assert isinstance(paths, dict)
    for name in paths:
        assert f"<{name}>" in str(transformer["inputTemplate"])
    # A template of one line must be a JSON string.
    json.loads(str(transformer["inputTemplate"]))


def test_what_never_started_or_never_arrived_is_told_by_cloudwatch() -> None:
    alarms = of_type(made(), "cloudwatch/metricAlarm:MetricAlarm").values()
    found = {(one["namespace"], one["metricName"]): one["dimensions"] for one in alarms}
    assert found == {
        ("AWS/Events", "FailedInvocations"): {"RuleName": "slipway-dev-drift-jobs"},
        ("AWS/Scheduler", "TargetErrorCount"): {"ScheduleGroup": "slipway-dev-0a1b2c"},
    }
