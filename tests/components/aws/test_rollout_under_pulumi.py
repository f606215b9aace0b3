"""Releases under the real engine: from the live count, and safe when SageMaker takes one back."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from moto.server import ThreadedMotoServer

from tests.serving.release.support.registry_process import tool

pytestmark = pytest.mark.engine
PROGRAM = Path(__file__).parents[1] / "programs" / "rollout"
REGION, ENDPOINT = "eu-central-1", "fraud"


@dataclass(frozen=True)
class Stack:
    cloud: str
    folder: Path

    def pulumi(self, version: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
        program = tool("pulumi")
        return subprocess.run(
            [program, "--stack", "team", "--non-interactive", *arguments],
            cwd=PROGRAM,
            env={
                **os.environ,
                "AWS_ACCESS_KEY_ID": "testing",
                "AWS_SECRET_ACCESS_KEY": "testing",
                "AWS_ENDPOINT_URL": self.cloud,
                "MODEL_VERSION": version,
                "PATH": f"{program.parent}:{os.environ['PATH']}",
                "PULUMI_BACKEND_URL": f"file://{self.folder}",
                "PULUMI_CONFIG_PASSPHRASE": "test",
                "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
                "PULUMI_HOME": str(self.folder / "home"),
                "PULUMI_PYTHON_CMD": sys.executable,
                "PULUMI_SKIP_UPDATE_CHECK": "true",
                "PYTHONDONTWRITEBYTECODE": "1",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def up(self, version: str) -> "subprocess.CompletedProcess[str]":
        return self.pulumi(version, "up", "--yes", "--skip-preview")

    def client(self) -> Any:
        return boto3.client(
            "sagemaker",
            region_name=REGION,
            endpoint_url=self.cloud,
            aws_access_key_id="testing",
            aws_secret_access_key="testing",  # noqa: S106 -- the imitation's
        )

    def configurations(self) -> list[str]:
        listed = self.client().list_endpoint_configs()["EndpointConfigs"]
        return sorted(one["EndpointConfigName"] for one in listed)

    def served(self) -> tuple[str, int]:
        found = self.client().describe_endpoint(EndpointName=ENDPOINT)
        [variant] = found["ProductionVariants"]
        return found["EndpointConfigName"], variant["DesiredInstanceCount"]


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    made = Stack(cloud=f"http://{host}:{port}", folder=tmp_path)
    made.client().create_model(
        ModelName="model",
        ExecutionRoleArn="arn:aws:iam::123456789012:role/model",
        PrimaryContainer={"Image": "image"},
    )
    created = made.pulumi("v1", "stack", "init")
    assert created.returncode == 0, created.stderr
    yield made
    server.stop()


def test_a_release_starts_from_the_live_count_and_one_that_is_taken_back_deletes_nothing(
    stack: Stack,
) -> None:
    assert stack.up("v1").returncode == 0
    first, count = stack.served()
    assert (first.partition("-")[0], count) == ("v1", 2)

    scaled = {"VariantName": "main", "DesiredInstanceCount": 5}
    stack.client().update_endpoint_weights_and_capacities(
        EndpointName=ENDPOINT, DesiredWeightsAndCapacities=[scaled]
    )
    quiet = stack.pulumi("v1", "preview", "--json")
    assert json.loads(quiet.stdout)["changeSummary"] == {"same": 5}, quiet.stdout

    assert stack.up("v2").returncode == 0
    second, count = stack.served()
    assert (second.partition("-")[0], count) == ("v2", 5)
    assert stack.configurations() == [second]

    for _ in range(2):  # trying again is as harmless
        failed = stack.up("broken")
        said = failed.stdout + failed.stderr
        assert failed.returncode != 0
        assert f"got configuration {second}" in said
        assert "SageMaker took the release back" in said
        # Pulumi's own host may print one when the engine ends it; none of ours is in it.
        assert "endpoint_live_provider.py" not in said
        assert stack.served()[0] == second
        assert second in stack.configurations()

    assert stack.up("v2").returncode == 0
    third, _ = stack.served()
    assert third.partition("-")[0] == "v2"
    assert stack.configurations() == [third]
    assert stack.pulumi("v2", "destroy", "--yes", "--skip-preview").returncode == 0
