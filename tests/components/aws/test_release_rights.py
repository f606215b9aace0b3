"""What the team's CI may do."""

import json

import pytest

from slipway.components.access.matrix import Store
from slipway.components.aws.access_policy import BucketPart, MissingStoreError, Repositories
from slipway.components.aws.release_rights import ReleaseRights, ReleaseRightsArgs
from tests.support.aws_cloud import PLACE, of_type, on_aws, only

IMAGES = Repositories(arns=[PLACE.arn("ecr", "repository/slipway/*")])
MONITORING = BucketPart(arn="arn:aws:s3:::monitoring")
ARGS = ReleaseRightsArgs(
    name="slipway-dev-release", stores={Store.IMAGES: IMAGES, Store.MONITORING: MONITORING}
)


def test_it_pushes_images_and_writes_profiles_and_nothing_else() -> None:
    policy = only(on_aws(lambda: ReleaseRights("release", ARGS)), "iam/policy:Policy")
    assert policy["name"] == "slipway-dev-release"
    statements = json.loads(str(policy["policy"]))["Statement"]
    touched = {resource for one in statements for resource in one["Resource"]}
    assert touched == {"*", PLACE.arn("ecr", "repository/slipway/*"), "arn:aws:s3:::monitoring/*"}
    [anywhere] = [one for one in statements if one["Resource"] == ["*"]]
    assert anywhere["Action"] == ["ecr:GetAuthorizationToken"]


def test_it_makes_no_role_that_somebody_could_take_on() -> None:
    recording = on_aws(lambda: ReleaseRights("release", ARGS))
    assert of_type(recording, "iam/role:Role") == {}


def test_a_store_that_the_matrix_grants_must_be_given() -> None:
    args = ReleaseRightsArgs(name="x", stores={Store.IMAGES: IMAGES})
    with pytest.raises(MissingStoreError, match="got no monitoring"):
        on_aws(lambda: ReleaseRights("release", args))
