"""Images as environments."""

from slipway.components.azure.container_environment import (
    ContainerEnvironment,
    ContainerEnvironmentArgs,
)
from tests.support.azure_nouns import azure, only
from tests.support.json_path import at
from tests.support.ml_nouns import WORKSPACE, workspace
from tests.support.recording import record

IMAGE = f"images.azurecr.io/slipway/monitoring@sha256:{'c' * 64}"


def test_an_image_is_a_version_named_after_its_digest() -> None:
    found: list[object] = []

    def program() -> None:
        environment = ContainerEnvironment(
            "monitoring",
            ContainerEnvironmentArgs(
                workspace=workspace(), environment="monitoring", description="d", image=IMAGE
            ),
        )
        assert environment.version is not None
        environment.version.apply(found.append)

    version = only(record(program), "machinelearningservices:EnvironmentVersion").inputs
    assert version["version"] == "c" * 12
    assert at(version, "properties", "image") == IMAGE
    assert at(version, "properties", "autoRebuild") == "Disabled"
    assert found == [f"{WORKSPACE}/environments/monitoring/versions/{'c' * 12}"]


def test_without_an_image_there_is_a_name_to_come_back_to() -> None:
    def program() -> None:
        ContainerEnvironment(
            "model",
            ContainerEnvironmentArgs(
                workspace=workspace(), environment="car-loan", description="d"
            ),
        )

    recording = record(program)
    container = only(recording, "machinelearningservices:EnvironmentContainer").inputs
    assert container["name"] == "car-loan"
    assert azure(recording, "machinelearningservices:EnvironmentVersion") == []
