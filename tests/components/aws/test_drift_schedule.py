"""The drift job of one model."""

import dataclasses
import json
from typing import Any

import botocore.session
import pytest
from botocore.validate import ParamValidator

from slipway.components.aws.drift_schedule import (
    DriftSchedule,
    DriftScheduleArgs,
    DriftStoreUrls,
)
from slipway.monitoring.job.settings import JobSettings
from tests.support.aws_cloud import KEY, PLACE, on_aws, only

IMAGE = f"{PLACE.account}.dkr.ecr.{PLACE.region}.amazonaws.com/slipway/monitoring@sha256:{'a' * 64}"
ARGS = DriftScheduleArgs(
    place=PLACE,
    schedule_name="slipway-dev-fraud-0a1b2c",
    group="slipway-dev-0a1b2c",
    jobs="slipway-dev-0a1b2c-fraud",
    cron="*/15 * * * *",
    model="fraud",
    version=3,
    endpoint="slipway-dev-fraud-0a1b2c",
    image=IMAGE,
    instance_type="ml.m5.large",
    scheduler_role_arn=f"arn:aws:iam::{PLACE.account}:role/scheduler",
    job_role_arn=f"arn:aws:iam::{PLACE.account}:role/job",
    subnet_ids=["subnet-a", "subnet-b"],
    security_group_id="sg-jobs",
    key_arn=KEY,
    stores=DriftStoreUrls(request_log="s3://log", labels="s3://labels", monitoring="s3://mon"),
    metrics_namespace="Slipway/slipway-dev",
    tags={"owner": "ml-platform"},
)


def schedule(args: DriftScheduleArgs = ARGS) -> dict[str, Any]:
    return only(on_aws(lambda: DriftSchedule("fraud-drift", args)), "scheduler/schedule:Schedule")


def job(args: DriftScheduleArgs = ARGS) -> dict[str, Any]:
    found = json.loads(schedule(args)["target"]["input"])
    assert isinstance(found, dict)
    return found


def test_the_job_is_one_that_sagemaker_takes() -> None:
    model = botocore.session.get_session().get_service_model("sagemaker")
    shape = model.operation_model("CreateProcessingJob").input_shape
    # An id as EventBridge's guide shows it stands for the one of each run.
    given = json.loads(
        json.dumps(job()).replace("<aws.scheduler.execution-id>", "d32c5kddcf5bb8c3")
    )
    assert shape is not None
    report = ParamValidator().validate(given, shape)
    assert not report.has_errors(), report.generate_report()
    assert len(given["ProcessingJobName"]) <= 63


def test_each_run_has_a_name_of_its_own() -> None:
    assert job()["ProcessingJobName"] == "slipway-dev-0a1b2c-fraud-<aws.scheduler.execution-id>"


def test_eventbridge_calls_the_api_itself_at_the_times_of_the_cron_line() -> None:
    found = schedule()
    assert found["target"]["arn"] == "arn:aws:scheduler:::aws-sdk:sagemaker:createProcessingJob"
    assert found["scheduleExpression"] == "cron(0,15,30,45 * * * ? *)"
    assert (found["scheduleExpressionTimezone"], found["state"]) == ("UTC", "ENABLED")
    assert found["flexibleTimeWindow"] == {"mode": "OFF"}


def test_a_verdict_and_a_quiet_hour_end_the_job_well() -> None:
    assert job()["AppSpecification"] == {
        "ImageUri": IMAGE,
        "ContainerArguments": ["job", "--verdict-exit-zero", "--no-data-exit-zero"],
    }


def test_the_job_understands_its_environment() -> None:
    told = JobSettings.of(job()["Environment"])
    assert (told.model, told.version, told.log_format) == ("fraud", "3", "sagemaker")
    assert told.log_url == "s3://log/fraud/v3/slipway-dev-fraud-0a1b2c/main"
    assert told.labels_url == "s3://labels/fraud"
    assert told.reference_url == "s3://mon/fraud/v3/reference.parquet"
    assert told.out_url == "s3://mon/fraud/verdicts"
    assert told.cloudwatch_namespace == "Slipway/slipway-dev"
    assert job()["Environment"]["AWS_DEFAULT_REGION"] == PLACE.region


def test_it_runs_in_the_network_on_encrypted_disks_and_not_for_ever() -> None:
    found = job()
    assert found["NetworkConfig"]["VpcConfig"] == {
        "SecurityGroupIds": ["sg-jobs"],
        "Subnets": ["subnet-a", "subnet-b"],
    }
    assert found["ProcessingResources"]["ClusterConfig"]["VolumeKmsKeyId"] == KEY
    assert found["StoppingCondition"] == {"MaxRuntimeInSeconds": 1800}
    assert found["Tags"] == [{"Key": "owner", "Value": "ml-platform"}]


def test_disks_inside_the_machine_take_no_key() -> None:
    cluster = job(dataclasses.replace(ARGS, instance_type="ml.m5d.large"))
    assert "VolumeKmsKeyId" not in cluster["ProcessingResources"]["ClusterConfig"]


def test_without_a_release_the_schedule_is_prepared_and_disabled() -> None:
    assert schedule(dataclasses.replace(ARGS, version=None))["state"] == "DISABLED"


@pytest.mark.parametrize("version", [3, 4])
def test_a_release_changes_what_the_next_run_reads(version: int) -> None:
    found = job(dataclasses.replace(ARGS, version=version))["Environment"]
    assert f"/v{version}/" in found["SLIPWAY_REFERENCE_URL"]
    assert f"/v{version}/" in found["SLIPWAY_LOG_URL"]
