"""The cluster for jobs."""

import pytest

from slipway.components.azure.ml_compute import MlCompute, MlComputeArgs
from tests.support.azure_nouns import PLACE, only
from tests.support.json_path import at
from tests.support.ml_nouns import IDENTITY, WORKSPACE, workspace
from tests.support.recording import Recording, record, resolve


def args() -> MlComputeArgs:
    return MlComputeArgs(
        place=PLACE,
        workspace=workspace(),
        cluster="jobs",
        size="Standard_DS3_v2",
        max_nodes=3,
        identity=IDENTITY,
    )


def made() -> Recording:
    return record(lambda: MlCompute("compute", args()))


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["properties", "scaleSettings", "minNodeCount"], 0),
        (["properties", "scaleSettings", "maxNodeCount"], 3),
        (["properties", "scaleSettings", "nodeIdleTimeBeforeScaleDown"], "PT2M"),
        (["properties", "enableNodePublicIp"], False),
        (["properties", "remoteLoginPortPublicAccess"], "Disabled"),
        (["properties", "vmSize"], "Standard_DS3_v2"),
        (["disableLocalAuth"], True),
    ],
    ids=str,
)
def test_nodes_come_and_go_and_nobody_logs_in(path: list[str], value: object) -> None:
    cluster = only(made(), "machinelearningservices:Compute").inputs
    assert at(cluster, "properties", *path) == value


def test_jobs_act_as_the_clusters_identity() -> None:
    identity = only(made(), "machinelearningservices:Compute").inputs["identity"]
    assert identity == {"type": "UserAssigned", "userAssignedIdentities": [IDENTITY]}


def test_jobs_name_it_by_its_place_in_the_workspace() -> None:
    found: list[list[object]] = []
    record(lambda: found.append(resolve(MlCompute("compute", args()).id)))
    assert found == [[f"{WORKSPACE}/computes/jobs"]]
