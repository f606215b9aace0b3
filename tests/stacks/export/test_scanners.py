"""A public scanner reads the exports, and what it finds is dealt with.

It tells no severity without its vendor's service, so every failed check counts.
"""

import json
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.export.formats import Format, exported
from slipway.stacks.plan.graph import Plan, plan_from_json
from slipway.stacks.plan.many import plan_many
from tests.support.example_stacks import CLOUD_STACKS, ROOT, example_plans
from tests.support.scanners.checkov import Scan, scan

pytestmark = pytest.mark.engine

ACCEPTED = yaml.safe_load((ROOT / "stacks/export/accepted_findings.yaml").read_text("utf-8"))
AWS, AZURE = "aws_", "Microsoft."


def scanned(plan: Plan, folder: Path) -> Scan:
    form: Format = "arm" if plan.target == "azure" else "terraform"
    file = folder / f"{plan.stack}.json"
    file.write_text(exported(plan, form), encoding="utf-8")
    return scan(file, "arm" if form == "arm" else "terraform_plan")


@cache
def example_plan(stack: str) -> Plan:
    return plan_from_json(example_plans()[stack])


@pytest.fixture(scope="module")
def scans(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Scan]:
    folder = tmp_path_factory.mktemp("exports")
    return {stack: scanned(example_plan(stack), folder) for stack in CLOUD_STACKS}


def accepted(check: str, resource: str) -> list[tuple[str, str]]:
    return [
        (one["check"], pattern)
        for one in ACCEPTED["accepted"]
        for pattern in one["resources"]
        if one["check"] == check and fnmatchcase(resource, pattern)
    ]


@pytest.mark.parametrize("stack", CLOUD_STACKS)
def test_every_finding_is_accepted_with_a_reason(stack: str, scans: Mapping[str, Scan]) -> None:
    assert not [one for one in sorted(scans[stack].failed) if not accepted(*one)]


def test_every_accepted_finding_still_occurs(scans: Mapping[str, Scan]) -> None:
    used = {rule for one in scans.values() for pair in one.failed for rule in accepted(*pair)}
    listed = {
        (one["check"], pattern) for one in ACCEPTED["accepted"] for pattern in one["resources"]
    }
    assert used == listed


def test_every_reason_says_something() -> None:
    checks = [one["check"] for one in ACCEPTED["accepted"]]
    assert len(checks) == len(set(checks))
    assert all(len(one["reason"]) > 40 for one in ACCEPTED["accepted"])


@pytest.mark.parametrize("stack", CLOUD_STACKS)
def test_the_scanner_reads_every_exported_resource(stack: str, scans: Mapping[str, Scan]) -> None:
    plan = example_plan(stack)
    prefix = "azure-native:" if plan.target == "azure" else "aws:"
    planned = sum(one.type.startswith(prefix) and not one.read for one in plan.resources)
    # It counts without what its graph leaves out: an ARM resource twice with the same name.
    assert scans[stack].resources >= planned * 0.9
    assert len(scans[stack].passed) > 20


def test_checks_over_several_resources_connect_them(scans: Mapping[str, Scan]) -> None:
    passed = scans["cloud-native-aws"].passed
    bucket = "aws_s3_bucket.store-artifacts-bucket"
    assert {
        ("CKV2_AWS_6", bucket),  # public access block
        ("CKV_AWS_21", bucket),  # versioning
        ("CKV_AWS_145", bucket),  # encryption by KMS
        ("CKV_AWS_18", bucket),  # access log
        ("CKV2_AWS_5", "aws_security_group.database-group"),  # attached
    } <= passed


def broken(
    stack: str, changes: Mapping[str, Mapping[str, Any]], without: str = "no such type"
) -> Plan:
    """The stack's plan with other inputs of some types, and without resources of one."""
    document = json.loads(json.dumps(example_plan(stack).to_json()))
    document["resources"] = [one for one in document["resources"] if without not in one["type"]]
    for one in document["resources"]:
        one["inputs"] |= changes.get(one["type"], {})
    return plan_from_json(document)


def test_an_open_bucket_and_database_are_found(tmp_path: Path) -> None:
    plan = broken(
        "cloud-native-aws",
        {
            "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": {"blockPublicAcls": False},
            "aws:rds/instance:Instance": {"publiclyAccessible": True, "storageEncrypted": False},
        },
        without="bucketVersioning",
    )
    failed = scanned(plan, tmp_path).failed
    bucket = "aws_s3_bucket.store-artifacts-bucket"
    assert {
        ("CKV_AWS_53", "aws_s3_bucket_public_access_block.store-artifacts-closed"),
        ("CKV2_AWS_6", bucket),
        ("CKV_AWS_21", bucket),
        ("CKV_AWS_17", "aws_db_instance.database-server"),
        ("CKV_AWS_16", "aws_db_instance.database-server"),
    } <= failed


def test_an_open_storage_account_and_vault_are_found(tmp_path: Path) -> None:
    plan = broken(
        "cloud-native-azure",
        {
            "azure-native:storage:StorageAccount": {
                "publicNetworkAccess": "Enabled",
                "enableHttpsTrafficOnly": False,
                "networkRuleSet": {"defaultAction": "Allow"},
            },
            "azure-native:keyvault:Vault": {"properties": {"enablePurgeProtection": False}},
        },
    )
    ids = {check for check, _ in scanned(plan, tmp_path).failed}
    assert {"CKV_AZURE_3", "CKV_AZURE_35", "CKV_AZURE_59", "CKV_AZURE_110"} <= ids


def test_production_turns_on_what_development_goes_without(tmp_path: Path) -> None:
    text = (ROOT / "Pulumi.cloud-native-aws.yaml").read_text("utf-8")
    file = tmp_path / "Pulumi.cloud-native-aws.yaml"
    file.write_text(text.replace("environment: dev", "environment: prod"), encoding="utf-8")
    (plan,) = plan_many([load(from_file(file))])
    assert isinstance(plan, Plan)
    checks = {check for check, _ in scanned(plan, tmp_path).failed}
    assert not {"CKV_AWS_157", "CKV_AWS_293"} & checks
