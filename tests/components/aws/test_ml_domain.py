"""Notebooks."""

import dataclasses

import pytest

from slipway.components.aws.ml_domain import MlDomain, MlDomainArgs
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import KEY, on_aws, only
from tests.support.recording import Recording, resolve

ARGS = MlDomainArgs(
    domain="slipway-dev-studio-0a1b2c",
    vpc_id="vpc-1",
    subnet_ids=["subnet-a"],
    security_group_id="sg-jobs",
    role_arn="arn:studio",
    key_arn=KEY,
    production=False,
)
KIND = "sagemaker/domain:Domain"


def made(args: MlDomainArgs = ARGS) -> Recording:
    return on_aws(lambda: MlDomain("studio", args))


def settings() -> dict[str, Json]:
    found = only(made(), KIND)["defaultUserSettings"]
    assert isinstance(found, dict)
    return found


def test_its_traffic_stays_in_the_network_and_its_disks_have_our_key() -> None:
    domain = only(made(), KIND)
    assert (domain["appNetworkAccessType"], domain["vpcId"]) == ("VpcOnly", "vpc-1")
    assert (domain["authMode"], domain["kmsKeyId"]) == ("IAM", KEY)
    assert domain["tagPropagation"] == "ENABLED"


def test_notebooks_have_the_role_and_the_group_that_they_are_given() -> None:
    assert (settings()["executionRole"], settings()["securityGroups"]) == (
        "arn:studio",
        ["sg-jobs"],
    )
    assert settings()["sharingSettings"] == {"notebookOutputOption": "Disabled"}


def test_machines_that_nobody_uses_stop() -> None:
    lab = settings()["jupyterLabAppSettings"]
    assert lab == {
        "appLifecycleManagement": {
            "idleSettings": {"lifecycleManagement": "ENABLED", "idleTimeoutInMinutes": 120}
        }
    }


@pytest.mark.parametrize(("production", "homes"), [(True, "Retain"), (False, "Delete")])
def test_homes_outlive_production_alone(production: bool, homes: str) -> None:  # noqa: FBT001 -- a table
    recording = made(dataclasses.replace(ARGS, production=production))
    assert only(recording, KIND)["retentionPolicy"] == {"homeEfsFileSystem": homes}
    [domain] = [one for one in recording.resources if one.type == f"aws:{KIND}"]
    assert domain.protect is production


def test_an_adopted_domain_is_used_as_it_is() -> None:
    found: list[object] = []

    def program() -> None:
        domain = MlDomain("studio", dataclasses.replace(ARGS, adopt="d-theirs"))
        found.extend([resolve(domain.id), domain.url])

    recording = on_aws(program)
    assert [one for one in recording.resources if one.type.startswith("aws:")] == []
    assert found == [["d-theirs"], None]
