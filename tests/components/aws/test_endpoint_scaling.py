"""How many instances there are."""

import pytest

from slipway.components.aws.endpoint_scaling import (
    EndpointScaling,
    EndpointScalingArgs,
    invocations_per_minute,
)
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import of_type, on_aws, only
from tests.support.recording import Recording

ARGS = EndpointScalingArgs(
    endpoint="fraud-0a1b2c",
    variant="main",
    minimum=2,
    maximum=6,
    target_in_flight=8,
    latency_target_seconds=0.25,
    scale_down_window_seconds=300,
)


def made() -> Recording:
    return on_aws(lambda: EndpointScaling("fraud-scaling", ARGS))


def policies() -> dict[str, dict[str, Json]]:
    found: dict[str, dict[str, Json]] = {}
    for one in of_type(made(), "appautoscaling/policy:Policy").values():
        tracking = one["targetTrackingScalingPolicyConfiguration"]
        assert isinstance(tracking, dict)
        metric = tracking["predefinedMetricSpecification"]
        assert isinstance(metric, dict)
        found[str(metric["predefinedMetricType"])] = tracking
    return found


def test_the_bounds_are_those_of_the_config() -> None:
    target = only(made(), "appautoscaling/target:Target")
    assert (target["minCapacity"], target["maxCapacity"]) == (2, 6)
    assert target["resourceId"] == "endpoint/fraud-0a1b2c/variant/main"
    assert target["scalableDimension"] == "sagemaker:variant:DesiredInstanceCount"


def test_both_aims_are_made_of_the_requests_in_flight() -> None:
    aims = {metric: one["targetValue"] for metric, one in policies().items()}
    assert aims == {
        "SageMakerVariantConcurrentRequestsPerModelHighResolution": 8,
        "SageMakerVariantInvocationsPerInstance": 1920,
    }


def test_it_shrinks_no_faster_than_the_config_says() -> None:
    assert {one["scaleInCooldown"] for one in policies().values()} == {300}


@pytest.mark.parametrize(("in_flight", "latency", "expected"), [(8, 0.25, 1920), (1, 2, 30)])
def test_littles_law(in_flight: int, latency: float, expected: float) -> None:
    assert invocations_per_minute(in_flight, latency) == expected
