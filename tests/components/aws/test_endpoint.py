"""A model behind an endpoint."""

import dataclasses
from collections.abc import Sequence

import pytest

from slipway.components.aws.endpoint import Endpoint, EndpointArgs, configuration_prefix
from slipway.components.kubernetes.model_service import in_flight_limit
from slipway.stacks.plan.graph import Json, PlannedResource
from slipway.stacks.plan.record import record as plan
from tests.support.aws_cloud import KEY, PLACE, of_type, on_aws, only
from tests.support.recording import Recording, resolve

DIGEST = "3f8a1c" + "0" * 58
IMAGE = f"{PLACE.account}.dkr.ecr.{PLACE.region}.amazonaws.com/slipway/fraud@sha256:{DIGEST}"
ARGS = EndpointArgs(
    place=PLACE,
    endpoint="slipway-dev-fraud-0a1b2c",
    model="fraud",
    version=3,
    image=IMAGE,
    role_arn="arn:role",
    subnet_ids=["subnet-a", "subnet-b"],
    security_group_id="sg-models",
    instance_type="ml.m5.large",
    minimum=2,
    maximum=6,
    target_in_flight=8,
    latency_target_seconds=0.25,
    scale_down_window_seconds=300,
    capture_url="s3://log/fraud/v3",
    capture_percent=100,
    capture_key_arn=KEY,
    key_arn=KEY,
    log_days=30,
    rollback_alarms=["errors", "latency"],
)
NEXT = dataclasses.replace(
    ARGS,
    version=4,
    image=IMAGE.replace("3f8a1c", "99ee11"),
    capture_url="s3://log/fraud/v4",
)


def made(args: EndpointArgs = ARGS) -> Recording:
    return on_aws(lambda: Endpoint("fraud", args))


def part(inputs: dict[str, Json], *path: str | int) -> Json:
    found: Json = inputs
    for step in path:
        if isinstance(found, list):
            assert isinstance(step, int)
            found = found[step]
        else:
            assert isinstance(found, dict)
            found = found[str(step)]
    return found


def planned(args: EndpointArgs) -> dict[str, PlannedResource]:
    found = plan(lambda: _make(args), project="p", stack="s")
    return {one.name: one for one in found}


def _make(args: EndpointArgs) -> None:
    Endpoint("fraud", args)


def dependencies(resource: PlannedResource, names: Sequence[str]) -> bool:
    needed = {urn.rpartition("::")[2] for urn in resource.dependencies}
    return set(names) <= needed


def test_the_container_has_no_network_and_what_it_needs_is_in_its_image() -> None:
    model = only(made(), "sagemaker/model:Model")
    assert model["enableNetworkIsolation"] is True
    assert model["vpcConfig"] == {
        "subnets": ["subnet-a", "subnet-b"],
        "securityGroupIds": ["sg-models"],
    }
    container = part(model, "primaryContainer")
    assert isinstance(container, dict)
    assert container["image"] == IMAGE
    assert "modelDataUrl" not in container
    assert container["environment"] == {
        "SLIPWAY_IN_FLIGHT": str(in_flight_limit(8)),
        "SLIPWAY_DIGEST": f"sha256:{DIGEST}",
    }


def test_requests_and_answers_are_captured_as_text_under_our_key() -> None:
    configuration = only(made(), "sagemaker/endpointConfiguration:EndpointConfiguration")
    assert configuration["dataCaptureConfig"] == {
        "enableCapture": True,
        "initialSamplingPercentage": 100,
        "destinationS3Uri": "s3://log/fraud/v3",
        "kmsKeyId": KEY,
        "captureOptions": [{"captureMode": "Input"}, {"captureMode": "Output"}],
        "captureContentTypeHeader": {
            "jsonContentTypes": ["application/json"],
            "csvContentTypes": ["text/csv"],
        },
    }


@pytest.mark.parametrize(("kind", "key"), [("ml.m5.large", KEY), ("ml.m5d.large", None)])
def test_volumes_have_our_key_where_sagemaker_takes_one(kind: str, key: str | None) -> None:
    recording = made(dataclasses.replace(ARGS, instance_type=kind))
    configuration = only(recording, "sagemaker/endpointConfiguration:EndpointConfiguration")
    assert configuration.get("kmsKeyArn") == key


def test_a_release_changes_everything_on_the_way_to_the_endpoint() -> None:
    before, after = planned(ARGS), planned(NEXT)
    assert before["fraud-model"].inputs != after["fraud-model"].inputs
    prefixes = [one["fraud-configuration"].inputs["namePrefix"] for one in (before, after)]
    assert prefixes == ["fraud-v3-3f8a1c-", "fraud-v4-99ee11-"]
    # Neither has a name of its own choice: a new one must be there before the old one goes.
    for name in ("fraud-model", "fraud-configuration"):
        assert "name" not in after[name].inputs
    chain = {
        "fraud-configuration": ["fraud-model", "fraud-instances"],
        "fraud-instances": ["fraud-model"],
        "fraud-endpoint": ["fraud-configuration", "fraud-logs"],
        "fraud-served": ["fraud-endpoint", "fraud-configuration"],
    }
    for name, needed in chain.items():
        assert dependencies(after[name], needed), name
    assert before["fraud-endpoint"].inputs["name"] == after["fraud-endpoint"].inputs["name"]


@pytest.mark.parametrize("model", ["fraud", "a" * 40, "ends-with-a-hyphen-where-it-is-cut"])
def test_prefixes_leave_room_for_the_providers_ending(model: str) -> None:
    prefix = configuration_prefix(model, 12, IMAGE)
    assert len(prefix) <= 63 - 26
    assert prefix.endswith("-v12-3f8a1c-")
    assert "--" not in prefix


def test_a_release_starts_with_as_many_instances_as_run() -> None:
    [live] = [one for one in made().resources if one.name == "fraud-instances"]
    assert {key: live.inputs[key] for key in ("endpoint", "variant", "minimum", "maximum")} == {
        "endpoint": "slipway-dev-fraud-0a1b2c",
        "variant": "main",
        "minimum": 2,
        "maximum": 6,
    }
    configuration = planned(ARGS)["fraud-configuration"]
    variant = part(configuration.inputs, "productionVariants", 0)
    assert isinstance(variant, dict)
    assert "unknown" in str(variant["initialInstanceCount"])


def test_one_instance_is_watched_before_the_others_follow_and_alarms_undo_it() -> None:
    deployment = part(only(made(), "sagemaker/endpoint:Endpoint"), "deploymentConfig")
    assert isinstance(deployment, dict)
    assert deployment["autoRollbackConfiguration"] == {
        "alarms": [{"alarmName": "errors"}, {"alarmName": "latency"}]
    }
    routing = part(deployment, "blueGreenUpdatePolicy", "trafficRoutingConfiguration")
    assert routing == {
        "type": "CANARY",
        "waitIntervalInSeconds": 300,
        "canarySize": {"type": "INSTANCE_COUNT", "value": 1},
    }


def test_a_single_instance_has_no_half_to_try_first() -> None:
    recording = made(dataclasses.replace(ARGS, minimum=1))
    endpoint = only(recording, "sagemaker/endpoint:Endpoint")
    routing = part(
        endpoint, "deploymentConfig", "blueGreenUpdatePolicy", "trafficRoutingConfiguration"
    )
    assert routing == {"type": "ALL_AT_ONCE", "waitIntervalInSeconds": 300}


def test_a_fixed_number_of_instances_isnt_scaled() -> None:
    fixed = made(dataclasses.replace(ARGS, maximum=2))
    assert of_type(fixed, "appautoscaling/target:Target") == {}
    assert len(of_type(made(), "appautoscaling/target:Target")) == 1


def test_its_log_has_an_end_and_our_key() -> None:
    group = only(made(), "cloudwatch/logGroup:LogGroup")
    assert group["name"] == "/aws/sagemaker/Endpoints/slipway-dev-fraud-0a1b2c"
    assert (group["retentionInDays"], group["kmsKeyId"]) == (30, KEY)


def test_callers_are_told_the_regions_runtime() -> None:
    found: list[list[object]] = []
    on_aws(lambda: found.append(resolve(Endpoint("fraud", ARGS).url)))
    runtime = "https://runtime.sagemaker.eu-central-1.amazonaws.com"
    assert found == [[f"{runtime}/endpoints/slipway-dev-fraud-0a1b2c/invocations"]]
