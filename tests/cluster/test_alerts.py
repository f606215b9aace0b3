"""Every alert reads series that the running platform has."""

import re

import httpx
import pytest
import yaml

from slipway.components.kubernetes import data_files
from tests.support.live_platform import LivePlatform, wait_for

pytestmark = pytest.mark.cluster

# Counters that appear with their first event: nothing failed to be sent yet.
AFTER_THE_FACT = {"slipway:refused:ratio5m", "slipway:server_errors:ratio5m"}
METRIC = re.compile(
    r"\b(?:slipway[a-z0-9_:]+|probe_success|up|alertmanager_[a-z_]+|node_[a-z_]+|pg_[a-z_]+)\b"
)


def series_of_the_rules() -> set[str]:
    names: set[str] = set()
    for text in data_files.texts("rules", ".yaml").values():
        for group in yaml.safe_load(text)["groups"]:
            for rule in group["rules"]:
                if "alert" in rule:
                    names |= set(METRIC.findall(rule["expr"]))
    return names - AFTER_THE_FACT


def test_every_series_of_an_alert_exists(platform: LivePlatform) -> None:
    url = platform.url("prometheus")
    # The first backup is due at night; its series comes with it.
    assert platform.run_job_of("database-backup").status.succeeded == 1

    def missing() -> list[str]:
        return [
            name
            for name in sorted(series_of_the_rules())
            if not httpx.get(f"{url}/api/v1/query", params={"query": name}).json()["data"]["result"]
        ]

    try:
        wait_for("all series", lambda: not missing(), seconds=120)
    except AssertionError:
        pytest.fail(f"alerts read series that nobody makes: {missing()}")


def test_every_target_is_scraped(platform: LivePlatform) -> None:
    answer = httpx.get(f"{platform.url('prometheus')}/api/v1/query", params={"query": "up == 0"})
    assert answer.json()["data"]["result"] == []
    probes = httpx.get(
        f"{platform.url('prometheus')}/api/v1/query", params={"query": "probe_success"}
    ).json()["data"]["result"]
    state = {probe["metric"]["part"]: probe["value"][1] for probe in probes}
    assert {"tracking", "registry", "object-store", "database"} <= set(state)
    assert set(state.values()) == {"1"}
