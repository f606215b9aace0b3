"""A week's load as levels of like hours."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.usage.load_curve import HOURS_OF_WEEK, load_levels
from tests.stacks.cost.support.plans import config

RATE = {"low": 1, "expected": 2, "high": 3}
NEARLY = Decimal("1e-20")


def curved(**curves: Any) -> StackConfig:
    workload = {
        name: {"requestsPerSecond": RATE, **({} if curve is None else {"loadCurve": curve})}
        for name, curve in curves.items()
    }
    return config(models={name: {} for name in curves}, workload=workload)


def mean(stack: StackConfig, model: str) -> Decimal:
    levels = load_levels(stack)
    return sum((one.factors[model] * one.hours for one in levels), Decimal(0)) / HOURS_OF_WEEK


def test_office_hours_are_the_default_and_average_to_the_given_rate() -> None:
    levels = load_levels(curved(loan=None))
    told = [(one.hours, one.factors["loan"].quantize(Decimal("0.01"))) for one in levels]
    assert told == [
        (55, Decimal("0.22")),
        (48, Decimal("0.34")),
        (25, Decimal("1.12")),
        (40, Decimal("2.79")),
    ]
    assert abs(mean(curved(loan=None), "loan") - 1) < NEARLY


def test_a_flat_load_is_one_level() -> None:
    [level] = load_levels(curved(loan="flat"))
    assert (level.hours, level.factors) == (HOURS_OF_WEEK, {"loan": 1})


def test_without_a_workload_the_week_is_one_level() -> None:
    [level] = load_levels(config())
    assert (level.hours, dict(level.factors)) == (HOURS_OF_WEEK, {})


def test_two_models_make_the_levels_of_both() -> None:
    night = {"weekday": [1] * 12 + [0] * 12, "weekend": [1] * 12 + [0] * 12}
    levels = load_levels(curved(loan="flat", fraud=night))
    assert [(one.hours, one.factors["fraud"]) for one in levels] == [(84, 0), (84, 2)]


@given(
    weekday=st.lists(st.integers(0, 50), min_size=24, max_size=24),
    weekend=st.lists(st.integers(1, 50), min_size=24, max_size=24),
)
def test_any_curve_averages_to_one_over_a_week(weekday: list[int], weekend: list[int]) -> None:
    stack = curved(loan={"weekday": weekday, "weekend": weekend})
    assert sum(one.hours for one in load_levels(stack)) == HOURS_OF_WEEK
    assert abs(mean(stack, "loan") - 1) < NEARLY


@pytest.mark.parametrize(
    ("curve", "told"),
    [
        ({"weekday": [1] * 23, "weekend": [1] * 24}, "weekday"),
        ({"weekday": [1] * 24, "weekend": [-1] * 24}, "weekend"),
        ({"weekday": [0] * 24, "weekend": [0] * 24}, "an hour with load"),
        ("busy", "loadCurve"),
    ],
)
def test_a_curve_that_is_none_is_refused_with_its_place(curve: Any, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        curved(loan=curve)
