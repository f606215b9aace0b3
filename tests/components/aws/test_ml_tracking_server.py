"""Managed MLflow."""

import dataclasses

import pytest

from slipway.components.aws.ml_tracking_server import (
    ExistingTrackingServer,
    MlTrackingServer,
    MlTrackingServerArgs,
)
from tests.support.aws_cloud import PLACE, on_aws, only
from tests.support.recording import Recording, resolve

ARGS = MlTrackingServerArgs(
    place=PLACE,
    server="slipway-dev-tracking-0a1b2c",
    size="Small",
    artifacts_url="s3://artifacts",
    role_arn="arn:role",
    production=False,
)
KIND = "sagemaker/mlflowTrackingServer:MlflowTrackingServer"


def made(args: MlTrackingServerArgs = ARGS) -> Recording:
    return on_aws(lambda: MlTrackingServer("tracking", args))


def test_it_keeps_artifacts_in_the_platforms_bucket_and_registers_nothing_elsewhere() -> None:
    server = only(made(), KIND)
    assert server["artifactStoreUri"] == "s3://artifacts"
    assert server["roleArn"] == "arn:role"
    assert server["automaticModelRegistration"] is False
    assert (server["trackingServerName"], server["trackingServerSize"]) == (ARGS.server, "Small")


@pytest.mark.parametrize("production", [True, False])
def test_production_is_protected(production: bool) -> None:  # noqa: FBT001 -- a table
    recording = made(dataclasses.replace(ARGS, production=production))
    [server] = [one for one in recording.resources if one.type == f"aws:{KIND}"]
    assert server.protect is production


def test_its_arn_is_known_before_it_is_there() -> None:
    found: list[str] = []
    on_aws(lambda: found.append(MlTrackingServer("tracking", ARGS).arn))
    assert found == [
        f"arn:aws:sagemaker:eu-central-1:{PLACE.account}:mlflow-tracking-server/{ARGS.server}"
    ]


def test_an_adopted_server_is_used_as_it_is() -> None:
    theirs = ExistingTrackingServer(arn="arn:theirs", url="https://theirs.example.com")
    found: list[object] = []

    def program() -> None:
        server = MlTrackingServer("tracking", dataclasses.replace(ARGS, adopt=theirs))
        found.extend([server.arn, resolve(server.url)])

    recording = on_aws(program)
    assert [one for one in recording.resources if one.type.startswith("aws:")] == []
    assert found == ["arn:theirs", ["https://theirs.example.com"]]
