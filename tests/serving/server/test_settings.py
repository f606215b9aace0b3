from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from slipway.serving.server.settings import SettingsError, read_settings
from slipway.serving.server.threads import available_cpus, pin_threads

if TYPE_CHECKING:
    from pathlib import Path


def test_defaults_hold_without_any_variable() -> None:
    settings = read_settings({})
    assert (settings.in_flight, settings.queue, settings.deadline) == (16, 64, 5.0)
    assert (settings.log_url, settings.log_flush_seconds) == ("", 10.0)


def test_the_queue_grows_with_the_limit_unless_it_is_set() -> None:
    assert read_settings({"SLIPWAY_IN_FLIGHT": "3"}).queue == 12
    assert read_settings({"SLIPWAY_IN_FLIGHT": "3", "SLIPWAY_QUEUE": "0"}).queue == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("SLIPWAY_IN_FLIGHT", "0"),
        ("SLIPWAY_IN_FLIGHT", "-1"),
        ("SLIPWAY_WORKERS", "1.5"),
        ("SLIPWAY_DEADLINE_SECONDS", "0"),
        ("SLIPWAY_DEADLINE_SECONDS", "nan"),
        ("SLIPWAY_DRAIN_SECONDS", "1e9"),
        ("SLIPWAY_LOG_URL", "s3://"),
        ("SLIPWAY_LOG_URL", "https://x/y"),
        ("SLIPWAY_LOG_URL", "abfss://account.dfs.core.windows.net/prefix"),
    ],
)
def test_a_wrong_variable_is_named_with_its_value(name: str, text: str) -> None:
    with pytest.raises(SettingsError) as error:
        read_settings({name: text})
    (fault,) = error.value.faults
    assert fault.startswith(f"{name}: got {text!r}; expected")


@pytest.mark.parametrize(
    "text",
    ["s3://logs/loan", "/var/log/loan", "abfss://logs@account.dfs.core.windows.net/car-loan"],
)
def test_a_log_goes_to_a_bucket_a_container_or_a_folder(text: str) -> None:
    assert read_settings({"SLIPWAY_LOG_URL": text}).log_url == text


def test_threads_are_pinned_unless_the_operator_chose() -> None:
    environment = {"OMP_NUM_THREADS": "3"}
    pin_threads(environment)
    assert environment["OMP_NUM_THREADS"] == "3"
    assert environment["OPENBLAS_NUM_THREADS"] == "1"


@pytest.mark.parametrize(
    ("quota", "cpus"), [("50000 100000", 1), ("100000 100000", 1), ("150 100", 2), ("nonsense", 4)]
)
def test_cpus_are_those_of_the_containers_quota(
    quota: str, cpus: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2, 3})
    file = tmp_path / "cpu.max"
    file.write_text(quota)
    assert available_cpus(file) == cpus
    assert available_cpus(tmp_path / "absent") == 4
