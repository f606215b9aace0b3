"""The request rate that a cell's bounds bear."""

from decimal import Decimal
from typing import Any

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import with_book
from slipway.stacks.cost.compare.capacity import serves_up_to
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumption import UsageAssumption
from slipway.stacks.cost.usage.assumptions import defaults
from slipway.stacks.plan.graph import PlannedResource
from tests.stacks.cost.support.plans import config, deployment, node_group, plan, scaler

_TRAFFIC = {"low": 5, "expected": 40, "high": 200}


def stack(*models: str, curve: str = "flat", **serving: Any) -> StackConfig:
    """Models of six replicas at most, eight requests in flight each."""
    asked = {"replicas": {"min": 2, "max": 6}, "targetInFlight": 8, **serving}
    workload = {name: {"requestsPerSecond": _TRAFFIC, "loadCurve": curve} for name in models}
    return config(models={name: {"serving": asked} for name in models}, workload=workload)


def served(*models: str, nodes: int = 6) -> list[PlannedResource]:
    pods = [one for name in models for one in (deployment(name, pool="models"), scaler(name))]
    # What the cloud itself runs has nodes of its own, as on every cell.
    system = node_group("nodes-system-0", pool="system", low=2)
    return [system, node_group(high=nodes), *pods]


def bears(
    chosen: StackConfig,
    resources: list[PlannedResource],
    assumptions: dict[str, UsageAssumption] | None = None,
) -> Decimal | None:
    made = Estimator(plan(*resources), chosen, with_book(None), assumptions=assumptions)
    return serves_up_to(made)


def test_all_replicas_work_on_as_much_as_they_should() -> None:
    # 6 replicas x 8 in flight / 0.05 seconds
    assert bears(stack("loan"), served("loan")) == 960


def test_twice_the_time_per_request_is_half_the_rate() -> None:
    slow = {
        "service-seconds": UsageAssumption(
            name="service-seconds",
            unit="seconds",
            value=Span.exactly(defaults()["service-seconds"].value.expected * 2),
            scope="one request",
            origin="file",
            reason="measured",
        )
    }
    assert bears(stack("loan"), served("loan"), slow) == 480


def test_the_busiest_hour_must_be_borne_too() -> None:
    found = bears(stack("loan", curve="office-hours"), served("loan"))
    assert found is not None
    assert found < 960


def test_the_first_model_at_its_limit_is_everybodys() -> None:
    chosen = stack("loan", "fraud")
    both = bears(chosen, served("loan", "fraud", nodes=20))
    assert both == 1920
    few = {"replicas": {"min": 1, "max": 3}}
    models = {name: one.model_dump(by_alias=True) for name, one in chosen.platform.models.items()}
    models["fraud"]["serving"] |= few
    uneven = config(
        models=models,
        workload={name: {"requestsPerSecond": _TRAFFIC, "loadCurve": "flat"} for name in models},
    )
    assert bears(uneven, served("loan", "fraud", nodes=20)) == 960


def test_pods_that_find_no_node_serve_nobody() -> None:
    # Beside what a node of two cores loses, and a tenth of waste, two pods of half a core fit.
    found = bears(stack("loan"), served("loan", nodes=1))
    assert found == 2 * 8 / Decimal("0.05")


def test_without_traffic_nobody_asks() -> None:
    assert bears(config(), served("loan")) is None
