"""The endpoint, its deployments, and the step that moves the traffic."""

import dataclasses
from collections.abc import Sequence

import pulumi
import pytest

from slipway.components.azure.endpoint_traffic import TrafficError
from slipway.components.azure.online_deployment import deployment_name
from slipway.components.azure.online_endpoint import (
    OnlineEndpoint,
    OnlineEndpointArgs,
    ReleaseAt,
)
from tests.support.azure_nouns import LOGS, PLACE, azure, only
from tests.support.json_path import at
from tests.support.ml_nouns import IDENTITY, PATHS, WORKSPACE, capture, workspace
from tests.support.recording import Recording, record, resolve

OLD = f"images.azurecr.io/car-loan@sha256:{'a' * 64}"
NEW = f"images.azurecr.io/car-loan@sha256:{'b' * 64}"
SERVED = ReleaseAt(version=3, image=OLD, percent=100)
TRIAL = (
    ReleaseAt(version=3, image=OLD, percent=90),
    ReleaseAt(version=4, image=NEW, percent=10),
)
MACHINE = "Standard_DS3_v2"
V3, V4 = "v3-aaaaaaaa-ds3v2", "v4-bbbbbbbb-ds3v2"
ENDPOINT = f"{WORKSPACE}/onlineEndpoints/car-loan-dev-1"


def args(releases: Sequence[ReleaseAt] = (SERVED,), *, percent: int = 100) -> OnlineEndpointArgs:
    return OnlineEndpointArgs(
        place=PLACE,
        workspace=workspace(),
        endpoint="car-loan-dev-1",
        model="car-loan",
        environment="car-loan",
        releases=releases,
        identity=IDENTITY,
        public=False,
        instance_type=MACHINE,
        instances=2,
        target_in_flight=8,
        capture=capture(percent),
        logs=LOGS,
    )


def made(
    releases: Sequence[ReleaseAt] = (SERVED,), *, percent: int = 100, public: bool = False
) -> Recording:
    def program() -> None:
        given = dataclasses.replace(args(releases, percent=percent), public=public)
        OnlineEndpoint("car-loan", given)

    return record(program)


def endpoint_in(template_of: Recording) -> object:
    step = only(template_of, "resources:Deployment").inputs
    return at(step, "properties", "template", "resources", 0)


def test_whoever_asks_has_a_token_of_entra_and_comes_from_the_network() -> None:
    endpoint = only(made(), "machinelearningservices:OnlineEndpoint").inputs
    assert at(endpoint, "properties", "authMode") == "AADToken"
    assert at(endpoint, "properties", "publicNetworkAccess") == "Disabled"
    assert at(endpoint, "identity") == {
        "type": "UserAssigned",
        "userAssignedIdentities": [IDENTITY],
    }


def test_a_public_endpoint_is_asked_for() -> None:
    recording = made(public=True)
    endpoint = only(recording, "machinelearningservices:OnlineEndpoint").inputs
    assert at(endpoint, "properties", "publicNetworkAccess") == "Enabled"
    assert at(endpoint_in(recording), "properties", "publicNetworkAccess") == "Enabled"


def test_a_deployment_is_named_after_what_runs_in_it() -> None:
    deployment = only(made(), "machinelearningservices:OnlineDeployment").inputs
    assert deployment["deploymentName"] == V3
    other = {deployment_name(*one) for one in ((4, OLD, MACHINE), (3, NEW, MACHINE))}
    other.add(deployment_name(3, OLD, "Standard_F4s_v2"))
    assert len({V3, *other}) == 4


def test_no_deployments_name_is_longer_than_azure_allows() -> None:
    longest = deployment_name(123456, OLD, "Standard_ND96amsr_A100_v4_with_more")
    assert len(longest) == 32
    assert longest.startswith("v123456-aaaaaaaa-nd96")


def test_the_image_is_taken_by_digest_with_the_runtimes_routes() -> None:
    recording = made()
    environment = only(recording, "machinelearningservices:EnvironmentVersion").inputs
    properties = environment["properties"]
    assert environment["name"] == "car-loan"
    assert environment["version"] == V3
    assert at(properties, "image") == OLD
    routes = at(properties, "inferenceConfig")
    assert at(routes, "livenessRoute") == {"path": "/v2/health/live", "port": 8080}
    assert at(routes, "readinessRoute") == {"path": "/v2/health/ready", "port": 8080}
    assert at(routes, "scoringRoute") == {"path": "/invocations", "port": 8080}
    deployment = only(recording, "machinelearningservices:OnlineDeployment").inputs
    assert at(deployment, "properties", "environmentId") == (
        f"{WORKSPACE}/environments/car-loan/versions/{V3}"
    )


def test_twice_the_target_is_let_in_before_any_request_is_refused() -> None:
    properties = only(made(), "machinelearningservices:OnlineDeployment").inputs["properties"]
    assert at(properties, "requestSettings", "maxConcurrentRequestsPerInstance") == 16
    assert at(properties, "environmentVariables", "SLIPWAY_IN_FLIGHT") == "16"
    assert at(properties, "environmentVariables", "SLIPWAY_DIGEST") == f"sha256:{'a' * 64}"
    assert at(properties, "instanceType") == MACHINE


def test_requests_and_answers_are_captured_into_the_versions_folder() -> None:
    recording = made(percent=25)
    collector = at(
        only(recording, "machinelearningservices:OnlineDeployment").inputs,
        "properties",
        "dataCollector",
    )
    for collection in ("request", "response"):
        settings = at(collector, "collections", collection)
        assert at(settings, "dataCollectionMode") == "Enabled"
        assert at(settings, "samplingRate") == 0.25
        assert at(settings, "clientId") == "endpoint-client"
        assert at(settings, "dataId") == (f"{WORKSPACE}/data/car-loan-{collection}/versions/{V3}")
    for asset in azure(recording, "machinelearningservices:DataVersion"):
        assert at(asset.inputs, "properties", "dataUri") == f"{PATHS}/car-loan/v3"


def test_the_traffic_moves_after_the_deployment_is_ready() -> None:
    recording = made()
    step = only(recording, "resources:Deployment")
    assert only(recording, "machinelearningservices:OnlineDeployment").urn in step.dependencies
    assert at(step.inputs, "properties", "mode") == "Incremental"
    assert at(endpoint_in(recording), "properties", "traffic") == {V3: 100}
    endpoint = only(recording, "machinelearningservices:OnlineEndpoint").inputs
    assert "traffic" not in endpoint["properties"]  # type: ignore[operator] # a mapping


def test_the_step_sends_all_that_the_endpoint_is_made_of() -> None:
    recording = made()
    sent = endpoint_in(recording)
    endpoint = only(recording, "machinelearningservices:OnlineEndpoint").inputs
    properties = {**at(sent, "properties")}  # type: ignore[dict-item] # a mapping
    properties.pop("traffic")
    assert properties == endpoint["properties"]
    assert at(sent, "tags") == endpoint["tags"]
    assert at(sent, "name") == "ml/car-loan-dev-1"
    assert at(sent, "location") == endpoint["location"]
    assert at(sent, "identity", "userAssignedIdentities") == {IDENTITY: {}}


def test_an_endpoint_that_is_there_is_left_to_the_step() -> None:
    ignored: dict[str, list[str]] = {}

    def keep(given: pulumi.ResourceTransformationArgs) -> None:
        if given.opts.ignore_changes:
            ignored[given.type_] = list(given.opts.ignore_changes)

    def program() -> None:
        pulumi.runtime.register_stack_transformation(keep)
        OnlineEndpoint("car-loan", args())

    record(program)
    prefix = "azure-native:machinelearningservices:"
    assert ignored[f"{prefix}OnlineEndpoint"] == ["identity", "properties", "tags"]
    assert ignored[f"{prefix}OnlineDeployment"] == ["sku.capacity"]


def test_a_destroyed_endpoint_takes_its_deployments_along() -> None:
    taken: dict[str, str] = {}

    def keep(given: pulumi.ResourceTransformationArgs) -> None:
        with_ = given.opts.deleted_with
        if with_ is not None:
            taken[given.type_.rpartition(":")[2]] = type(with_).__name__

    def program() -> None:
        pulumi.runtime.register_stack_transformation(keep)
        OnlineEndpoint("car-loan", args())

    record(program)
    assert taken == {"OnlineDeployment": "OnlineEndpoint"}


def test_a_trial_gets_its_share_and_the_released_version_the_rest() -> None:
    recording = made(TRIAL)
    names = {
        str(one.inputs["deploymentName"])
        for one in azure(recording, "machinelearningservices:OnlineDeployment")
    }
    assert names == {V3, V4}
    assert at(endpoint_in(recording), "properties", "traffic") == {V3: 90, V4: 10}


def test_a_trial_that_is_released_is_the_same_deployment() -> None:
    tried = set(made(TRIAL).urns())
    released = made([ReleaseAt(version=4, image=NEW, percent=100)])
    assert set(released.urns()) <= tried
    assert at(endpoint_in(released), "properties", "traffic") == {V4: 100}


@pytest.mark.parametrize("shares", [(100, 10), (50, 40), (110, -10)])
def test_shares_that_do_not_add_up_are_refused(shares: tuple[int, int]) -> None:
    releases = [
        dataclasses.replace(one, percent=share) for one, share in zip(TRIAL, shares, strict=True)
    ]
    with pytest.raises(TrafficError, match="add up to 100"):
        made(releases)


def test_requests_are_logged() -> None:
    setting = only(made(), "monitor:DiagnosticSetting").inputs
    assert setting["resourceUri"] == ENDPOINT
    logs = setting["logs"]
    assert isinstance(logs, list)
    assert "AmlOnlineEndpointTrafficLog" in {at(one, "category") for one in logs}


def test_predictions_are_asked_for_at_the_scoring_route() -> None:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(OnlineEndpoint("car-loan", args()).url)))
    host = "car-loan-dev-1.westeurope.inference.ml.azure.com"
    assert found == [[f"https://{host}/invocations"]]
