"""Durations as Azure writes them."""

import pytest

from slipway.components.azure.iso_minutes import (
    LOG_WINDOWS,
    METRIC_WINDOWS,
    iso_minutes,
    whole_minutes,
    window,
)


@pytest.mark.parametrize(
    ("minutes", "text"), [(1, "PT1M"), (90, "PT1H30M"), (120, "PT2H"), (1440, "P1D")]
)
def test_minutes_become_the_form_that_azure_gives_back(minutes: int, text: str) -> None:
    assert iso_minutes(minutes) == text


def test_no_duration_is_empty() -> None:
    with pytest.raises(ValueError, match="at least one"):
        iso_minutes(0)


def test_a_window_holds_what_is_asked_and_is_one_that_azure_knows() -> None:
    assert window(10, METRIC_WINDOWS) == "PT15M"
    assert window(0, METRIC_WINDOWS) == "PT1M"
    assert window(9999, LOG_WINDOWS) == "P2D"


def test_seconds_are_rounded_up() -> None:
    assert whole_minutes(61) == 2
    assert whole_minutes(30, least=5) == 5
