import pytest

from slipway.monitoring.__main__ import main
from slipway.monitoring.errors import WrongUseError
from slipway.monitoring.job.settings import JobSettings
from slipway.monitoring.states import State

NEEDED = {
    "SLIPWAY_MODEL": "m",
    "SLIPWAY_REFERENCE_URL": "r",
    "SLIPWAY_LOG_URL": "l",
    "SLIPWAY_OUT_URL": "o",
}


def test_all_that_is_missing_is_named_at_once() -> None:
    with pytest.raises(WrongUseError) as caught:
        JobSettings.of({"SLIPWAY_MODEL": "m", "SLIPWAY_LOG_URL": ""})
    for name in ("SLIPWAY_REFERENCE_URL", "SLIPWAY_LOG_URL", "SLIPWAY_OUT_URL"):
        assert name in str(caught.value)
    assert "SLIPWAY_MODEL," not in str(caught.value)


def test_times_are_utc_unless_they_say_otherwise() -> None:
    chosen = JobSettings.of({**NEEDED, "SLIPWAY_WINDOW_FROM": "2026-05-03T12:00"})
    assert chosen.start is not None
    assert chosen.start.isoformat() == "2026-05-03T12:00:00+00:00"
    assert chosen.explicit
    assert not JobSettings.of(NEEDED).explicit


@pytest.mark.parametrize(
    ("start", "end"),
    [("yesterday", ""), ("2026-05-03", "2026-05-02"), ("2026-05-03", "2026-05-03")],
)
def test_a_wrong_window_is_refused(start: str, end: str) -> None:
    with pytest.raises(WrongUseError, match="SLIPWAY_WINDOW_FROM"):
        JobSettings.of({**NEEDED, "SLIPWAY_WINDOW_FROM": start, "SLIPWAY_WINDOW_TO": end})


def test_the_command_ends_with_2_without_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NEEDED:
        monkeypatch.delenv(name, raising=False)
    assert main(["job"]) == 2


@pytest.mark.parametrize(
    ("code", "zero", "expected"),
    [
        (1, "--verdict-exit-zero", 0),
        (1, "", 1),
        (1, "--no-data-exit-zero", 1),
        (3, "--verdict-exit-zero", 3),
        (3, "--no-data-exit-zero", 0),
        (4, "--no-data-exit-zero", 4),
    ],
)
def test_a_verdict_can_be_told_by_metrics_alone(
    monkeypatch: pytest.MonkeyPatch, code: int, zero: str, expected: int
) -> None:
    for name, value in NEEDED.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("slipway.monitoring.__main__.run", lambda *_, **__: code)
    assert main(["job", *([zero] if zero else [])]) == expected


def test_the_numbers_of_the_states_are_the_contract_of_the_metric() -> None:
    assert {state.value: state.number for state in State} == {
        "ok": 0,
        "drift": 1,
        "quality": 2,
        "insufficient": 3,
        "no-data": 4,
        "failed": 5,
    }
