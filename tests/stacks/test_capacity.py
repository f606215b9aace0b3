"""A local platform that can't fit at its maximum is refused before anything starts."""

from decimal import Decimal

from slipway.stacks.capacity import (
    PLATFORM_CPU,
    PLATFORM_MEMORY,
    Capacity,
    capacity_faults,
)
from slipway.stacks.config.fields import quantity_value
from slipway.stacks.config.loader import load
from slipway.stacks.config.platform import PlatformConfig
from slipway.stacks.config.sources import RawStack
from tests.support.nouns import open_source_platform
from tests.support.recording import record

MACHINE = Capacity(cpu=Decimal(2), memory=Decimal(8) * 2**30)


def platform(cpu: str, memory: str, maximum: int) -> PlatformConfig:
    serving = {"replicas": {"min": 1, "max": maximum}, "cpu": cpu, "memory": memory}
    values = {
        "variant": "open-source",
        "target": {"kind": "local"},
        "models": {"car-loan": {"serving": serving}},
    }
    return load(RawStack(stack="x", source="x", values={"platform": values})).platform


def test_what_fits_with_one_replica_more_than_the_maximum_is_accepted() -> None:
    assert capacity_faults(platform("250m", "512Mi", 4), MACHINE) == []


def test_too_much_cpu_is_told_with_both_figures() -> None:
    [fault] = capacity_faults(platform("250m", "512Mi", 5), MACHINE)
    assert "2.250 cores" in fault.value
    assert "2 cores" in fault.rule


def test_too_much_memory_is_told_with_both_figures() -> None:
    [fault] = capacity_faults(platform("10m", "2Gi", 2), MACHINE)
    assert (fault.value.split(" with")[0], "8.0 GiB" in fault.rule) == ("10.0 GiB", True)


def test_the_platforms_own_share_covers_what_its_pods_ask_for() -> None:
    recording = record(lambda: open_source_platform() and None)
    cpu = memory = Decimal(0)
    for resource in recording.resources:
        if not resource.type.endswith((":StatefulSet", ":Deployment")):
            continue
        if "model-service" in str(resource.inputs):
            continue
        for container in resource.inputs["spec"]["template"]["spec"]["containers"]:
            requests = container["resources"]["requests"]
            cpu += quantity_value(requests["cpu"])
            memory += quantity_value(requests["memory"])
    assert 0 < cpu <= PLATFORM_CPU
    assert 0 < memory <= PLATFORM_MEMORY
