"""The open-source platform as a whole."""

import dataclasses
from typing import TYPE_CHECKING

from slipway.components.variants.open_source import OpenSourcePlatform
from slipway.components.variants.open_source_args import (
    NodePorts,
    OpenSourcePlatformArgs,
    PlatformImages,
)
from slipway.components.variants.platform import PlatformUrls
from slipway.stacks.plan.record import record as plan
from tests.support.json_path import at
from tests.support.nouns import RELEASED, UNRELEASED, image, open_source_platform
from tests.support.recording import NODE_PORT, Recording, record, resolve

if TYPE_CHECKING:
    from slipway.components.variants.platform import Platform

FIELDS = PlatformUrls.__dataclass_fields__
NAMES = PlatformImages.__dataclass_fields__
IMAGES = PlatformImages(**{name: image(name.replace("_", "-")) for name in NAMES})
ARGS = OpenSourcePlatformArgs(images=IMAGES, models=[RELEASED, UNRELEASED], node_ports=NodePorts())


def made(args: OpenSourcePlatformArgs) -> Recording:
    return record(lambda: OpenSourcePlatform("platform", args))


def urls(args: OpenSourcePlatformArgs) -> dict[str, object]:
    found: dict[str, list[object]] = {}

    def program() -> None:
        platform: Platform = OpenSourcePlatform("platform", args)
        places = {field: getattr(platform.urls, field) for field in FIELDS}
        served = {name: model.url for name, model in platform.models.items()}
        for name, url in {**places, **served}.items():
            if url is not None:
                found[name] = resolve(url)

    record(program)
    return {name: value[0] for name, value in found.items()}


def test_a_model_without_a_release_is_prepared_and_not_served() -> None:
    recording = made(ARGS)
    served = {str(at(one.inputs, "metadata", "name")) for one in recording.kind("Deployment")}
    assert served == {"car-loan", "tracking"}
    suspended = {one.name: at(one.inputs, "spec", "suspend") for one in recording.kind("CronJob")}
    assert suspended["churn-drift-schedule"] is True
    assert suspended["car-loan-drift-schedule"] is False


def test_only_released_models_are_among_the_outputs() -> None:
    assert urls(ARGS).keys() - {"car-loan"} == {
        "tracking",
        "registry",
        "object_store",
        "prometheus",
        "alertmanager",
    }


def test_locally_every_address_is_one_of_this_machine() -> None:
    found = urls(ARGS)
    assert found["tracking"] == "http://127.0.0.1:30001"
    assert found["car-loan"] == f"http://127.0.0.1:{NODE_PORT}"
    # The reference of an image has no scheme, and nodes know the registry by this name.
    assert found["registry"] == "localhost:30000"


def test_without_node_ports_nothing_is_reachable_from_outside() -> None:
    args = dataclasses.replace(ARGS, node_ports=None)
    types = {at(one.inputs, "spec").get("type") for one in made(args).kind("Service")}  # type: ignore[union-attr] # a spec is an object
    assert types <= {"ClusterIP", None}
    assert urls(args)["car-loan"] == "http://car-loan.slipway-models.svc:8080"


def test_node_ports_are_the_ones_that_the_cluster_forwards() -> None:
    ports = [
        at(one.inputs, "spec", "ports", 0, "nodePort")
        for one in made(ARGS).kind("Service")
        if "nodePort" in str(at(one.inputs, "spec", "ports"))
    ]
    assert sorted(str(port) for port in ports) == ["30000", "30001", "30002", "30003", "30004"]


def test_a_quota_bounds_the_models_and_not_the_platform() -> None:
    args = dataclasses.replace(ARGS, models_quota={"pods": "3"})
    [quota] = made(args).kind("ResourceQuota")
    assert at(quota.inputs, "metadata", "namespace") == "slipway-models"


def test_the_server_waits_for_its_databases_and_buckets() -> None:
    recording = made(ARGS)
    [tracking] = [one for one in recording.resources if one.type == "slipway:index:TrackingServer"]
    [job] = recording.kind("Job")
    [database] = [one for one in recording.kind("StatefulSet") if one.name == "database-server"]
    [server] = [one for one in recording.kind("Deployment") if one.name == "tracking-server"]
    needed = {*tracking.dependencies, *server.dependencies}
    assert job.urn in needed
    assert database.urn in needed


def test_no_workload_but_the_buckets_and_the_store_has_the_operators_key() -> None:
    recording = made(ARGS)
    holders = {
        one.name
        for one in recording.resources
        if "object-store-root" in str(one.inputs) and one.type != "kubernetes:core/v1:Secret"
    }
    assert holders == {"buckets-job", "object-store-server"}


def test_a_plan_that_knows_no_names_yet_has_the_same_resources() -> None:
    def program() -> None:
        open_source_platform()

    planned = plan(program, project="project", stack="stack")
    deployed = record(open_source_platform)
    assert sorted(one.urn for one in planned) == sorted(deployed.urns())
