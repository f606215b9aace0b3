"""Disks."""

from slipway.components.aws.storage_class import NAME, EncryptedDisks, EncryptedDisksArgs
from slipway.stacks.plan.graph import Json
from tests.support.aws_cloud import KEY
from tests.support.json_path import at
from tests.support.recording import record, resolve


def made(*, production: bool = False) -> dict[str, Json]:
    args = EncryptedDisksArgs(key_arn=KEY, production=production)
    return record(lambda: EncryptedDisks("disks", args)).one("StorageClass", "disks-class")


def test_disks_are_encrypted_and_can_grow() -> None:
    disks = made()
    assert disks["provisioner"] == "ebs.csi.aws.com"
    assert disks["parameters"] == {"type": "gp3", "encrypted": "true", "kmsKeyId": KEY}
    assert disks["allowVolumeExpansion"] is True


def test_a_disk_is_made_in_the_zone_of_its_pod() -> None:
    assert made()["volumeBindingMode"] == "WaitForFirstConsumer"


def test_it_is_the_clusters_default_under_a_name_that_never_changes() -> None:
    metadata = made()["metadata"]
    assert at(metadata, "name") == NAME == "slipway-gp3"
    default = "storageclass.kubernetes.io/is-default-class"
    assert at(metadata, "annotations", default) == "true"


def test_in_production_a_disk_outlives_its_claim() -> None:
    assert made(production=True)["reclaimPolicy"] == "Retain"
    assert made()["reclaimPolicy"] == "Delete"


def test_it_says_its_name() -> None:
    found: list[list[object]] = []
    args = EncryptedDisksArgs(key_arn=KEY, production=False)
    record(lambda: found.append(resolve(EncryptedDisks("disks", args).storage_class)))
    assert found == [[NAME]]
