"""The rules that scale a deployment."""

import dataclasses
from collections.abc import Sequence

from slipway.components.azure.autoscale_rules import AutoscaleRules, AutoscaleRulesArgs
from slipway.stacks.plan.graph import Json
from tests.support.azure_nouns import PLACE, only
from tests.support.json_path import at
from tests.support.recording import record

DEPLOYMENT = "/subscriptions/s/deployments/v3"
ARGS = AutoscaleRulesArgs(
    place=PLACE,
    setting="car-loan-v3",
    region="westeurope",
    resource_group="slipway-dev",
    deployment=DEPLOYMENT,
    minimum=2,
    maximum=6,
    target_cpu_percent=65,
    latency_target_seconds=0.25,
    scale_down_window_seconds=600,
)


def profile(args: AutoscaleRulesArgs) -> Json:
    setting = only(record(lambda: AutoscaleRules("scaling", args)), "monitor:AutoscaleSetting")
    assert setting.inputs["targetResourceUri"] == DEPLOYMENT
    assert setting.inputs["enabled"] is True
    return at(setting.inputs, "profiles", 0)


def rules(args: AutoscaleRulesArgs, direction: str) -> Sequence[Json]:
    found = at(profile(args), "rules")
    assert isinstance(found, list)
    return [one for one in found if at(one, "scaleAction", "direction") == direction]


def bounds(args: AutoscaleRulesArgs, direction: str) -> dict[str, tuple[Json, Json]]:
    return {
        str(at(one, "metricTrigger", "metricName")): (
            at(one, "metricTrigger", "operator"),
            at(one, "metricTrigger", "threshold"),
        )
        for one in rules(args, direction)
    }


def test_instances_stay_between_the_models_bounds() -> None:
    assert at(profile(ARGS), "capacity") == {"minimum": "2", "maximum": "6", "default": "2"}


def test_more_come_for_the_cpu_or_for_the_waiting_time() -> None:
    assert bounds(ARGS, "Increase") == {
        "CpuUtilizationPercentage": ("GreaterThan", 65),
        "RequestLatency_P90": ("GreaterThan", 250),
    }


def test_fewer_remain_only_where_the_rest_stays_below_its_aims() -> None:
    assert bounds(ARGS, "Decrease") == {
        "CpuUtilizationPercentage": ("LessThan", 32.5),
        "RequestLatency_P90": ("LessThan", 125),
    }


def test_instances_go_one_by_one_after_the_quiet_that_the_model_asks_for() -> None:
    for rule in rules(ARGS, "Decrease"):
        assert at(rule, "metricTrigger", "timeWindow") == "PT10M"
        assert at(rule, "scaleAction", "cooldown") == "PT10M"
        assert at(rule, "scaleAction", "value") == "1"


def test_no_window_is_shorter_than_azure_looks_back() -> None:
    hasty = dataclasses.replace(ARGS, scale_down_window_seconds=30)
    found = at(profile(hasty), "rules")
    assert isinstance(found, list)
    assert {at(one, "metricTrigger", "timeWindow") for one in found} == {"PT5M"}


def test_no_step_is_longer_than_the_way() -> None:
    narrow = dataclasses.replace(ARGS, maximum=3)
    assert {at(one, "scaleAction", "value") for one in rules(narrow, "Increase")} == {"1"}


def test_a_fixed_number_is_kept_without_rules() -> None:
    fixed = profile(dataclasses.replace(ARGS, maximum=2))
    assert at(fixed, "capacity") == {"minimum": "2", "maximum": "2", "default": "2"}
    assert at(fixed, "rules") == []
