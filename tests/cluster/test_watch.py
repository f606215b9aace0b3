"""What live traffic has drifted is found by the platform's own job, and alerted."""

from datetime import UTC, datetime

import httpx
import pytest

from examples.car_loan.columns import DRIFTED, FEATURES, FIRST_DRIFTED_ROW
from examples.car_loan.platform import RunningPlatform, running_platform
from examples.car_loan.replay import analysis_rows, replay, store_labels
from examples.car_loan.watch import verdict_of, wait_for_log
from tests.support.live_platform import LivePlatform, wait_for

pytestmark = pytest.mark.cluster

ROWS = 5_000


def watched(platform: RunningPlatform, first: int) -> tuple[str, set[str]]:
    rows, store = analysis_rows(first, first + ROWS), platform.object_store()
    name = f"test-{datetime.now(UTC):%H%M%S}-{first}"
    sent = replay(platform.model_url(), rows, name=name)
    assert (sent.rows, sent.failed) == (ROWS, 0)
    store_labels(store, rows, name=name)
    wait_for_log(store, sent)
    verdict = verdict_of(platform, sent)
    assert verdict.rows == ROWS
    return verdict.state, set(verdict.drifted) & set(FEATURES)


@pytest.mark.usefixtures("platform")
def test_rows_like_the_reference_are_no_drift() -> None:
    assert watched(running_platform(), 0) == ("ok", set())


def test_drifted_rows_are_drift_in_the_right_columns_and_alerted(platform: LivePlatform) -> None:
    assert watched(running_platform(), FIRST_DRIFTED_ROW) == ("drift", set(DRIFTED))

    def alerted() -> bool:
        answer = httpx.get(f"{platform.url('prometheus')}/api/v1/alerts").json()
        alerts = answer["data"]["alerts"]
        return any(alert["labels"]["alertname"] == "DataDrift" for alert in alerts)

    wait_for("the alert DataDrift", alerted, seconds=90)
