"""Alarms on verdicts mirror the alerts of the other variants."""

import yaml

from slipway.components.aws.drift_alarms import drift_alarms
from slipway.components.kubernetes.data_files import text
from slipway.monitoring.job.cloudwatch import STATES
from slipway.monitoring.states import State

FOUND = {one.name: one for one in drift_alarms("fraud", "Slipway/dev", 3600)}


def test_every_state_that_is_reported_has_its_alarm() -> None:
    metrics = {one.metric for one in FOUND.values()}
    assert set(STATES.values()) | {"Verdicts"} == metrics


def test_every_alert_on_verdicts_elsewhere_has_its_alarm_here() -> None:
    groups = yaml.safe_load(text("rules", "drift.yaml"))["groups"]
    alerts = {rule["alert"] for group in groups for rule in group["rules"]}
    assert alerts == {
        "DataDrift",
        "QualityLoss",
        "DriftNoData",
        "DriftJobFailed",
        # One alarm does for both: silence counts as a verdict that is missing.
        "DriftVerdictStale",
        "DriftVerdictMissing",
    }
    assert len(FOUND) == len(alerts) - 1


def test_they_read_the_models_own_metrics() -> None:
    for alarm in FOUND.values():
        assert (alarm.namespace, alarm.dimensions) == ("Slipway/dev", {"Model": "fraud"})


def test_a_verdict_holds_until_the_next_one() -> None:
    for metric in STATES.values():
        [alarm] = [one for one in FOUND.values() if one.metric == metric]
        assert (alarm.silence_is, alarm.comparison, alarm.threshold) == (
            "ignore",
            "GreaterThanThreshold",
            0,
        )
    assert STATES[State.DRIFT] == "DataDrift"


def test_no_verdict_for_too_long_is_an_alarm() -> None:
    stale = FOUND["fraud-verdict-stale"]
    assert (stale.period_seconds, stale.threshold) == (3600, 1)
    assert (stale.comparison, stale.silence_is) == ("LessThanThreshold", "breaching")


def test_cloudwatch_looks_back_a_day_at_most() -> None:
    stale = drift_alarms("fraud", "Slipway/dev", 7 * 86_400)[-1]
    assert stale.period_seconds == 86_400
