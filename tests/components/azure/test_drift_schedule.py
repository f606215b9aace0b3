"""The drift job on the workspace's scheduler, and the alerts on what it reports."""

from collections.abc import Mapping

from slipway.components.azure.drift_alerts import DriftAlerts, DriftAlertsArgs
from slipway.components.azure.drift_schedule import (
    DriftSchedule,
    DriftScheduleArgs,
    DriftStoreUrls,
)
from slipway.stacks.plan.graph import Json
from tests.support.azure_nouns import LOGS, PLACE, azure, only
from tests.support.json_path import at
from tests.support.ml_nouns import WORKSPACE, workspace
from tests.support.recording import record

CONNECTION = "InstrumentationKey=0;IngestionEndpoint=https://westeurope.example.com/"


def schedule(version: int | None = 3, insights: str | None = CONNECTION) -> Mapping[str, Json]:
    def program() -> None:
        DriftSchedule(
            "drift",
            DriftScheduleArgs(
                place=PLACE,
                workspace=workspace(),
                model="car-loan",
                version=version,
                cron="*/15 * * * *",
                environment=f"{WORKSPACE}/environments/slipway-monitoring/versions/1",
                compute=f"{WORKSPACE}/computes/jobs",
                client_id="jobs-client",
                stores=DriftStoreUrls(
                    request_log="abfss://request-log@s.dfs.core.windows.net",
                    labels="abfss://labels@s.dfs.core.windows.net",
                    monitoring="abfss://monitoring@s.dfs.core.windows.net",
                ),
                insights=insights,
            ),
        )

    return only(record(program), "machinelearningservices:Schedule").inputs


def job(**changed: object) -> Json:
    given = schedule(**changed)  # type: ignore[arg-type] # the parameters above
    return at(given, "properties", "action", "jobDefinition")


def test_the_job_runs_when_the_config_says() -> None:
    trigger = at(schedule(), "properties", "trigger")
    assert trigger == {"triggerType": "Cron", "expression": "*/15 * * * *", "timeZone": "UTC"}


def test_a_model_without_a_release_has_a_schedule_that_rests() -> None:
    assert at(schedule(None), "properties", "isEnabled") is False
    assert at(schedule(3), "properties", "isEnabled") is True


def test_our_image_judges_as_the_clusters_identity_and_a_verdict_is_no_failure() -> None:
    found = job()
    assert at(found, "environmentId") == (f"{WORKSPACE}/environments/slipway-monitoring/versions/1")
    assert at(found, "computeId") == f"{WORKSPACE}/computes/jobs"
    assert at(found, "identity") == {"identityType": "Managed", "clientId": "jobs-client"}
    command = str(at(found, "command"))
    assert command.endswith("slipway.monitoring job --verdict-exit-zero")
    assert at(found, "limits", "timeout") == "PT30M"


def test_a_release_changes_what_is_read() -> None:
    told = at(job(version=4), "environmentVariables")
    assert at(told, "SLIPWAY_MODEL_VERSION") == "4"
    assert at(told, "SLIPWAY_LOG_FORMAT") == "azureml"
    assert at(told, "SLIPWAY_LOG_URL") == ("abfss://request-log@s.dfs.core.windows.net/car-loan/v4")
    assert at(told, "SLIPWAY_REFERENCE_URL") == (
        "abfss://monitoring@s.dfs.core.windows.net/car-loan/v4/reference.parquet"
    )
    assert at(told, "AZURE_CLIENT_ID") == "jobs-client"


def test_verdicts_are_reported_where_alerts_look() -> None:
    name = "APPLICATIONINSIGHTS_CONNECTION_STRING"
    assert at(job(), "environmentVariables", name) == CONNECTION
    assert name not in str(job(insights=None))


def alerts() -> dict[str, Mapping[str, Json]]:
    args = DriftAlertsArgs(
        place=PLACE, model="car-loan", max_age_seconds=7200, logs=LOGS, actions=[]
    )
    recording = record(lambda: DriftAlerts("verdicts", args))
    return {
        one.name.removeprefix("verdicts-"): one.inputs
        for one in azure(recording, "monitor:ScheduledQueryRule")
    }


def test_each_state_that_somebody_must_see_has_the_rules_number() -> None:
    found = alerts()
    states = {"data-drift": 1, "quality-loss": 2, "no-data": 4, "job-failed": 5}
    assert found.keys() == {*states, "verdict-stale"}
    for name, state in states.items():
        query = str(at(found[name], "criteria", "allOf", 0, "query"))
        assert query.endswith(f"| where state == {state}")
        assert '"car-loan"' in query
        assert "slipway_drift_state" in query
    assert found["quality-loss"]["severity"] == 0
    assert found["data-drift"]["severity"] == 2


def test_silence_is_told_after_the_models_own_patience() -> None:
    stale = alerts()["verdict-stale"]
    condition = at(stale, "criteria", "allOf", 0)
    assert stale["windowSize"] == "PT2H"
    assert at(condition, "operator") == "LessThan"
    assert at(condition, "threshold") == 1
