"""The scheduled drift job."""

import dataclasses

from slipway.components.kubernetes.drift_monitor import DriftMonitor, DriftMonitorArgs
from slipway.stacks.plan.graph import Json
from tests.support.json_path import at
from tests.support.nouns import CREDENTIALS, image
from tests.support.recording import record

ARGS = DriftMonitorArgs(
    model="fraud",
    namespace="ml",
    image=image("monitoring"),
    schedule="*/5 * * * *",
    version="3",
    endpoint="http://store:7070",
    credentials=CREDENTIALS,
    pushgateway="http://pushgateway:9091",
)
JOB = ("spec", "jobTemplate", "spec")


def cron_job(args: DriftMonitorArgs) -> dict[str, Json]:
    recording = record(lambda: DriftMonitor("fraud-drift", args))
    return recording.one("CronJob", "fraud-drift-schedule")


def test_a_model_without_a_release_has_its_job_ready_and_suspended() -> None:
    assert at(cron_job(ARGS), "spec", "suspend") is False
    assert at(cron_job(dataclasses.replace(ARGS, version=None)), "spec", "suspend") is True


def test_it_runs_in_utc_and_never_twice_at_once() -> None:
    job = cron_job(ARGS)
    assert at(job, "spec", "timeZone") == "Etc/UTC"
    assert at(job, "spec", "concurrencyPolicy") == "Forbid"
    assert at(job, "metadata", "name") == "fraud-drift"


def test_a_verdict_is_no_failure_and_what_cannot_get_better_is_not_retried() -> None:
    job = cron_job(ARGS)
    pod = at(job, *JOB, "template", "spec")
    assert at(pod, "containers", 0, "args") == ["job", "--verdict-exit-zero"]
    rule = at(job, *JOB, "podFailurePolicy", "rules", 0)
    assert at(rule, "action") == "FailJob"
    assert at(rule, "onExitCodes", "values") == [2, 3]
    # A failure policy is refused by the API server unless pods are never restarted in place.
    assert at(pod, "restartPolicy") == "Never"
    assert at(rule, "onExitCodes", "containerName") == at(pod, "containers", 0, "name")


def test_it_compares_with_the_reference_of_the_released_version() -> None:
    variables = at(cron_job(ARGS), *JOB, "template", "spec", "containers", 0, "env")
    assert isinstance(variables, list)
    found = {at(one, "name"): at(one, "value") for one in variables}
    assert found["SLIPWAY_REFERENCE_URL"] == "s3://monitoring/fraud/v3/reference.parquet"
    assert found["SLIPWAY_LOG_URL"] == "s3://request-log/fraud"
