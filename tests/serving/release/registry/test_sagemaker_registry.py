"""What is sent to SageMaker, call by call, where moto doesn't do what AWS documents."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import boto3
import pytest
from botocore.stub import Stubber

from slipway.serving.release.registry import tags
from slipway.serving.release.registry.protocol import TrackingServerError, UnknownVersionError
from slipway.serving.release.registry.s3_files import S3Files, SourceError
from slipway.serving.release.registry.sagemaker_registry import SageMakerRegistry

if TYPE_CHECKING:
    from slipway.serving.release.registry.sagemaker_client import SageMakerClient

# botocore uses parts of Python that it will have to leave.
pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

GROUP = "slipway-loan"
ARN = f"arn:aws:sagemaker:eu-central-1:111122223333:model-package/{GROUP}/1"
LISTED = {"ModelPackageGroupName": GROUP}
DESCRIBED = {"ModelPackageName": ARN}


class Packages:
    """A registry whose every call is foretold."""

    def __init__(self) -> None:
        keys = {"aws_access_key_id": "t", "aws_secret_access_key": "t"}
        client = boto3.client("sagemaker", "eu-central-1", **keys)  # type: ignore[call-overload] # no stubs
        self.stub = Stubber(client)
        self.registry = SageMakerRegistry(
            client=cast("SageMakerClient", client),
            s3=boto3.client("s3", "eu-central-1", **keys),
            groups={"loan": GROUP},
        )

    def package(self, metadata: dict[str, str] | None = None) -> None:
        """One version, listed and described as AWS would."""
        common = {
            "ModelPackageArn": ARN,
            "CreationTime": datetime(2026, 5, 3, tzinfo=UTC),
            "ModelPackageStatus": "Completed",
            "ModelPackageVersion": 1,
        }
        listed = {"ModelPackageSummaryList": [common]}
        self.stub.add_response("list_model_packages", listed, LISTED)
        details = {
            **common,
            "ModelPackageName": GROUP,
            "CustomerMetadataProperties": metadata or {},
        }
        details["ModelPackageStatusDetails"] = {"ValidationStatuses": []}
        self.stub.add_response("describe_model_package", details, DESCRIBED)

    def update(self, **asked: object) -> None:
        """An update that has to come next."""
        expected = {"ModelPackageArn": ARN, **asked}
        self.stub.add_response("update_model_package", {"ModelPackageArn": ARN}, expected)


@pytest.fixture
def packages() -> Iterator[Packages]:
    found = Packages()
    with found.stub:
        yield found
    found.stub.assert_no_pending_responses()


def test_a_tag_is_added_and_the_others_stay(packages: Packages) -> None:
    packages.package()
    version = packages.registry.version("loan", 1)
    packages.package({"other": "1"})
    packages.update(CustomerMetadataProperties={tags.GATE: "accepted"})
    packages.registry.set_tag(version, tags.GATE, "accepted")


def test_the_rest_of_a_longer_value_is_removed(packages: Packages) -> None:
    packages.package()
    version = packages.registry.version("loan", 1)
    packages.package({tags.GATE: "packed:x", f"{tags.GATE}/part-1": "y"})
    packages.update(CustomerMetadataPropertiesToRemove=[f"{tags.GATE}/part-1"])
    packages.update(CustomerMetadataProperties={tags.GATE: "accepted"})
    packages.registry.set_tag(version, tags.GATE, "accepted")


@pytest.mark.parametrize(
    ("alias", "status"), [(tags.CHAMPION, "Approved"), (tags.REJECTED_ALIAS, "Rejected")]
)
def test_the_approval_status_follows_the_aliases(
    packages: Packages, alias: str, status: str
) -> None:
    packages.package()
    version = packages.registry.version("loan", 1)
    packages.package()
    packages.package()
    entry = {f"slipway.alias.{alias}": "true"}
    packages.update(CustomerMetadataProperties=entry, ModelApprovalStatus=status)
    packages.registry.set_alias(version, alias)


def test_who_loses_an_alias_is_pending_again(packages: Packages) -> None:
    packages.package()
    version = packages.registry.version("loan", 1)
    packages.package({"slipway.alias.champion": "true"})
    packages.update(
        CustomerMetadataPropertiesToRemove=["slipway.alias.champion"],
        ModelApprovalStatus="PendingManualApproval",
    )
    packages.registry.remove_tag(version, "slipway.alias.champion")


def test_a_list_is_read_page_by_page(packages: Packages) -> None:
    empty: dict[str, object] = {"ModelPackageSummaryList": []}
    packages.stub.add_response("list_model_packages", {**empty, "NextToken": "more"}, LISTED)
    packages.stub.add_response("list_model_packages", empty, {**LISTED, "NextToken": "more"})
    assert packages.registry.versions("loan") == []


@pytest.mark.parametrize("words", ["does not exist", "not found"])
def test_a_group_that_was_never_made_has_no_versions(packages: Packages, words: str) -> None:
    said = f"ModelPackageGroup {GROUP} {words}."
    packages.stub.add_client_error("list_model_packages", "ValidationException", said)
    assert packages.registry.versions("loan") == []


def test_a_refusal_names_the_group_and_aws_own_words(packages: Packages) -> None:
    packages.stub.add_client_error("list_model_packages", "AccessDeniedException", "not yours")
    with pytest.raises(TrackingServerError, match=rf"SageMaker group {GROUP}: got .*not yours"):
        packages.registry.versions("loan")


def test_a_model_of_another_platform_takes_no_version(packages: Packages, tmp_path: Path) -> None:
    with pytest.raises(UnknownVersionError, match="model other: got version new"):
        packages.registry.register("other", tmp_path, "s3://b/x", run_id="r")


def test_a_version_that_does_not_say_where_its_files_are_is_named(
    packages: Packages, tmp_path: Path
) -> None:
    packages.package()
    version = packages.registry.version("loan", 1)
    packages.package()
    with pytest.raises(SourceError, match=r"slipway\.source of loan version 1: got nothing"):
        packages.registry.download_model(version, tmp_path)


def test_no_file_leads_out_of_its_folder(packages: Packages, tmp_path: Path) -> None:
    files = S3Files.at(packages.registry.s3, "s3://b/x", "here")
    with pytest.raises(SourceError, match=r"a file named '\.\./\.\./etc'"):
        files.download("../../etc", tmp_path)
