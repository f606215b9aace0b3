"""A plan as Terraform's JSON: known values, references, and nothing that is secret."""

import json
from typing import Any

import pytest

from slipway.stacks.export.errors import (
    NothingToExportError,
    UnlistedBlockError,
    UnlistedTypeError,
)
from slipway.stacks.export.terraform import terraform_plan
from slipway.stacks.export.terraform_names import snake_case, terraform_type
from slipway.stacks.plan.graph import SECRET, UNKNOWN, plan_from_json
from tests.stacks.export.resources import plan, resource
from tests.support.example_stacks import CLOUD_STACKS, example_plans

KEY = resource("aws:kms/key:Key", "key", {"enableKeyRotation": True, "tags": {"Cost-Centre": "1"}})
BUCKET = resource("aws:s3/bucket:Bucket", "store", {"bucket": "b"})
DATABASE = resource(
    "aws:rds/instance:Instance",
    "database",
    {"kmsKeyId": UNKNOWN, "password": SECRET, "publiclyAccessible": False, "dbName": None},
    {"kmsKeyId": [KEY]},
)
ENCRYPTION = resource(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    "encryption",
    {
        "bucket": "b",
        "rules": [
            {"applyServerSideEncryptionByDefault": {"kmsMasterKeyId": UNKNOWN, "sseAlgorithm": "k"}}
        ],
    },
    {"bucket": [BUCKET], "rules": [KEY]},
)


def exported(*resources: Any) -> dict[str, Any]:
    return terraform_plan(plan("aws", *resources))


def values(document: dict[str, Any], address: str) -> dict[str, Any]:
    found = document["planned_values"]["root_module"]["resources"]
    return next(one["values"] for one in found if one["address"] == address)


def expressions(document: dict[str, Any], address: str) -> dict[str, Any]:
    found = document["configuration"]["root_module"]["resources"]
    return next(one["expressions"] for one in found if one["address"] == address)


def change(document: dict[str, Any], address: str) -> dict[str, Any]:
    return next(one["change"] for one in document["resource_changes"] if one["address"] == address)


def test_plain_properties_get_terraforms_names_and_tags_keep_theirs() -> None:
    assert values(exported(KEY), "aws_kms_key.key") == {
        "enable_key_rotation": True,
        "tags": {"Cost-Centre": "1"},
    }


def test_an_unknown_id_refers_to_the_only_resource_that_it_can_come_from() -> None:
    document = exported(KEY, DATABASE)
    assert values(document, "aws_db_instance.database") == {"publicly_accessible": False}
    assert change(document, "aws_db_instance.database")["after_unknown"]["kms_key_id"] is True
    assert expressions(document, "aws_db_instance.database")["kms_key_id"] == {
        "references": ["aws_kms_key.key.id", "aws_kms_key.key"]
    }


def test_a_value_that_may_come_from_two_resources_refers_to_none() -> None:
    other = resource("aws:kms/key:Key", "other", {})
    either = resource(
        "aws:kms/alias:Alias", "alias", {"targetKeyId": UNKNOWN}, {"targetKeyId": [KEY, other]}
    )
    assert expressions(exported(KEY, other, either), "aws_kms_alias.alias")["target_key_id"] == {}


def test_a_list_refers_to_everything_that_is_in_it() -> None:
    subnets = [resource("aws:ec2/subnet:Subnet", name, {}) for name in "ab"]
    group = resource(
        "aws:rds/subnetGroup:SubnetGroup",
        "group",
        {"subnetIds": [UNKNOWN, UNKNOWN]},
        {"subnetIds": subnets},
    )
    found = expressions(exported(*subnets, group), "aws_db_subnet_group.group")["subnet_ids"]
    assert {"aws_subnet.a", "aws_subnet.b"} <= set(found["references"])


def test_blocks_are_lists_and_a_reference_reaches_into_them() -> None:
    document = exported(KEY, BUCKET, ENCRYPTION)
    address = "aws_s3_bucket_server_side_encryption_configuration.encryption"
    assert values(document, address)["rule"] == [
        {"apply_server_side_encryption_by_default": [{"sse_algorithm": "k"}]}
    ]
    found = expressions(document, address)
    assert found["bucket"]["references"][-1] == "aws_s3_bucket.store"
    (inner,) = found["rule"][0]["apply_server_side_encryption_by_default"]
    assert inner["kms_master_key_id"]["references"][-1] == "aws_kms_key.key"
    assert inner["sse_algorithm"] == {"constant_value": "k"}


def test_a_secret_is_marked_and_has_no_value() -> None:
    document = exported(KEY, DATABASE)
    assert change(document, "aws_db_instance.database")["after_sensitive"] == {"password": True}
    assert SECRET not in json.dumps(document)


def test_names_that_only_parents_tell_apart_get_a_number() -> None:
    twin = resource("aws:kms/key:Key", "key", {})
    document = exported(KEY, DATABASE, plan_twin(twin))
    addresses = [one["address"] for one in document["planned_values"]["root_module"]["resources"]]
    assert "aws_kms_key.key_2" in addresses


def plan_twin(one: Any) -> Any:
    document = one.to_json() | {"urn": one.urn + "-under-another-parent"}
    return plan_from_json(plan("aws").to_json() | {"resources": [document]}).resources[0]


@pytest.mark.parametrize("name", ["destinationS3Uri", "multiAz", "ebs"])
def test_names_in_camel_case_become_snake_case(name: str) -> None:
    assert snake_case(name) in {"destination_s3_uri", "multi_az", "ebs"}


def test_what_the_table_lacks_is_refused_by_name() -> None:
    with pytest.raises(UnlistedTypeError, match=r"aws:unheard/of:Of.*terraform_names\.json"):
        terraform_type("aws:unheard/of:Of")
    with pytest.raises(UnlistedBlockError, match="statements"):
        exported(resource("aws:iam/policy:Policy", "policy", {"statements": [{"a": "b"}]}))


def test_another_clouds_plan_is_refused() -> None:
    with pytest.raises(NothingToExportError, match="got target azure; expected aws"):
        terraform_plan(plan("azure"))


@pytest.mark.parametrize("stack", [one for one in CLOUD_STACKS if one.endswith("aws")])
def test_every_planned_type_has_a_name_and_nothing_leaks(stack: str) -> None:
    recorded = plan_from_json(example_plans()[stack])
    text = json.dumps(terraform_plan(recorded))
    assert UNKNOWN not in text
    assert SECRET not in text
