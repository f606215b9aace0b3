"""A model's place in SageMaker's registry."""

import dataclasses

import pytest

from slipway.components.aws.model_package_group import ModelPackageGroup, ModelPackageGroupArgs
from tests.support.aws_cloud import on_aws, only
from tests.support.recording import resolve

ARGS = ModelPackageGroupArgs(group="slipway-dev-fraud-0a1b2c", model="fraud", production=False)
KIND = "sagemaker/modelPackageGroup:ModelPackageGroup"


def test_it_is_there_before_the_first_version_and_says_whose_it_is() -> None:
    group = only(on_aws(lambda: ModelPackageGroup("packages", ARGS)), KIND)
    assert group["modelPackageGroupName"] == "slipway-dev-fraud-0a1b2c"
    assert group["tags"] == {"slipway:model": "fraud"}


@pytest.mark.parametrize("production", [True, False])
def test_production_is_protected(production: bool) -> None:  # noqa: FBT001 -- a table
    args = dataclasses.replace(ARGS, production=production)
    recording = on_aws(lambda: ModelPackageGroup("packages", args))
    [group] = [one for one in recording.resources if one.type == f"aws:{KIND}"]
    assert group.protect is production


def test_an_adopted_group_is_used_as_it_is() -> None:
    found: list[list[object]] = []
    args = dataclasses.replace(ARGS, adopt="theirs")
    recording = on_aws(lambda: found.append(resolve(ModelPackageGroup("packages", args).group)))
    assert [one for one in recording.resources if one.type.startswith("aws:")] == []
    assert found == [["theirs"]]
