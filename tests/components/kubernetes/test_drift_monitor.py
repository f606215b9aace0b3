"""The scheduled drift job."""

import dataclasses

from slipway.components.kubernetes.backends import StoreLogin, WorkloadAccount
from slipway.components.kubernetes.drift_monitor import (
    DriftMonitor,
    DriftMonitorArgs,
    DriftStores,
)
from slipway.stacks.plan.graph import Json
from tests.support.json_path import at
from tests.support.nouns import DRIFT_STORES, image
from tests.support.recording import record

ARGS = DriftMonitorArgs(
    model="fraud",
    namespace="ml",
    image=image("monitoring"),
    schedule="*/5 * * * *",
    version="3",
    stores=DRIFT_STORES,
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
    found = environment(cron_job(ARGS))
    assert found["SLIPWAY_REFERENCE_URL"] == "s3://monitoring/fraud/v3/reference.parquet"
    assert found["SLIPWAY_LOG_URL"] == "s3://request-log/fraud"


def test_in_the_cloud_it_has_an_identity_instead_of_keys() -> None:
    job = cron_job(dataclasses.replace(ARGS, stores=CLOUD))
    pod = at(job, *JOB, "template", "spec")
    assert at(pod, "serviceAccountName") == "drift-monitor"
    assert "envFrom" not in str(pod)
    found = environment(job)
    assert found["SLIPWAY_REFERENCE_URL"] == "wasbs://monitoring@store/fraud/v3/reference.parquet"
    assert found["SLIPWAY_OUT_URL"] == "wasbs://monitoring@store/fraud/verdicts"
    assert found["SLIPWAY_LABELS_URL"] == "wasbs://labels@store/fraud"
    assert not any("AWS" in str(name) for name in found)


def test_a_way_out_of_the_platform_is_opened_for_a_store_in_the_cloud_alone() -> None:
    inside = record(lambda: DriftMonitor("fraud-drift", ARGS))
    assert inside.kind("NetworkPolicy") == []
    args = dataclasses.replace(ARGS, stores=CLOUD)
    policy = record(lambda: DriftMonitor("fraud-drift", args)).one(
        "NetworkPolicy", "fraud-drift-destinations"
    )
    assert at(policy, "spec", "policyTypes") == ["Egress"]
    assert at(policy, "spec", "egress", 0, "ports", 0, "port") == 443
    marks = at(cron_job(args), *JOB, "template", "metadata", "labels")
    chosen = at(policy, "spec", "podSelector", "matchLabels")
    assert isinstance(marks, dict)
    assert isinstance(chosen, dict)
    assert chosen.items() <= marks.items()


CLOUD = DriftStores(
    request_log="wasbs://request-log@store",
    labels="wasbs://labels@store",
    monitoring="wasbs://monitoring@store",
    login=StoreLogin(account=WorkloadAccount(name="drift-monitor")),
)


def environment(job: Json) -> dict[str, Json]:
    variables = at(job, *JOB, "template", "spec", "containers", 0, "env")
    assert isinstance(variables, list)
    return {str(at(one, "name")): at(one, "value") for one in variables}
