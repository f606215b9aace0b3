"""SageMaker's model registry: a group of model packages for each model.

A package's metadata holds the tags and says where the version's files are; its approval status
follows the aliases, so that whoever looks at SageMaker sees what serves and what was rolled back.
"""

import contextlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, cast

from botocore.exceptions import BotoCoreError, ClientError
from typing_extensions import override

from slipway.serving.release.registry import tags as names
from slipway.serving.release.registry.alias_tags import PREFIX, move_alias, split_aliases
from slipway.serving.release.registry.metadata_values import (
    ENTRIES,
    TooLongForMetadataError,
    entries_of,
    packed,
    unpacked,
)
from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.registry.protocol import (
    ModelRegistry,
    TrackingServerError,
    UnknownVersionError,
)
from slipway.serving.release.registry.s3_files import S3Files
from slipway.serving.release.registry.sagemaker_client import Described, SageMakerClient, Summary

if TYPE_CHECKING:
    from mypy_boto3_s3.client import S3Client

SOURCE = "slipway.source"
"""Where a version's files are: `model/` in MLflow's format, and beside it those of its run."""
MODEL_FOLDER = "model"
_APPROVAL = {PREFIX + names.CHAMPION: "Approved", PREFIX + names.REJECTED_ALIAS: "Rejected"}
_PENDING = "PendingManualApproval"
_UNKNOWN_GROUP = ("does not exist", "not found")


@dataclass(frozen=True, kw_only=True)
class SageMakerRegistry(ModelRegistry):
    """The groups of one platform; a model without one has no versions."""

    client: SageMakerClient
    s3: "S3Client"
    groups: Mapping[str, str]
    """Model package group by model: names in SageMaker are made longer to be unique."""

    @override
    def versions(self, name: str) -> list[ModelVersion]:
        with self._answers(name):
            found = [self._version(name, each) for each in self._packages(name)]
        return sorted(found, key=lambda version: version.number, reverse=True)

    @override
    def version(self, name: str, number: int) -> ModelVersion:
        with self._answers(name):
            return self._version(name, self._package(name, number))

    @override
    def download_model(self, version: ModelVersion, folder: Path) -> Path:
        with self._answers(version.name):
            return self._files(version).download_folder(MODEL_FOLDER, folder)

    @override
    def download_artifact(self, version: ModelVersion, path: str, folder: Path) -> Path | None:
        with self._answers(version.name):
            return self._files(version).download(path, folder)

    @override
    def store_artifact(self, version: ModelVersion, path: str, content: str) -> None:
        with self._answers(version.name):
            self._files(version).upload(path, content.encode())

    @override
    def set_tag(self, version: ModelVersion, key: str, value: str) -> None:
        with self._answers(version.name):
            package = self._package(version.name, version.number)
            before = self._metadata(package)
            new = packed(key, value)
            stale = sorted(entries_of(key, before) - new.keys())
            kept = len((before.keys() - set(stale)) | new.keys())
            if kept > ENTRIES:
                raise TooLongForMetadataError(str(version), kept)
            if stale:
                self._update(package, remove=stale)
            self._update(package, add=new, status=_APPROVAL.get(key))

    @override
    def remove_tag(self, version: ModelVersion, key: str) -> None:
        with self._answers(version.name):
            package = self._package(version.name, version.number)
            stale = sorted(entries_of(key, self._metadata(package)))
            if stale:
                self._update(package, remove=stale, status=_PENDING if key in _APPROVAL else None)

    @override
    def set_alias(self, version: ModelVersion, alias: str) -> None:
        move_alias(self, version, alias)

    def register(self, name: str, model: Path, source: str, *, run_id: str) -> ModelVersion:
        """A new version of a model's folder, whose files go below a prefix of a bucket.

        Raises:
            UnknownVersionError: The platform has no such model.
            TrackingServerError: AWS refuses.
        """
        if name not in self.groups:
            raise UnknownVersionError(name, "new", [])
        with self._answers(name):
            S3Files.at(self.s3, source, name).upload_folder(model, MODEL_FOLDER)
            made = self.client.create_model_package(
                ModelPackageGroupName=self.groups[name],
                ModelPackageDescription=f"A version of {name}",
                ModelApprovalStatus=_PENDING,
                MetadataProperties={"GeneratedBy": run_id},
                CustomerMetadataProperties=packed(SOURCE, source),
            )
            number = int(made["ModelPackageArn"].rpartition("/")[2])
        return self.version(name, number)

    def _packages(self, name: str) -> list[Summary]:
        group, token = self.groups.get(name), None
        found: list[Summary] = []
        while group is not None:
            more: dict[str, str] = {} if token is None else {"NextToken": token}
            try:
                page = self.client.list_model_packages(ModelPackageGroupName=group, **more)
            except ClientError as error:
                if any(words in str(error) for words in _UNKNOWN_GROUP):
                    return []
                raise
            found += page["ModelPackageSummaryList"]
            token = page.get("NextToken")
            if not token:
                break
        return found

    def _package(self, name: str, number: int) -> Summary:
        packages = {each["ModelPackageVersion"]: each for each in self._packages(name)}
        if number not in packages:
            raise UnknownVersionError(name, str(number), sorted(packages))
        return packages[number]

    def _version(self, name: str, package: Summary) -> ModelVersion:
        found = self._described(package)
        plain, aliases = split_aliases(unpacked(found.get("CustomerMetadataProperties", {})))
        return ModelVersion(
            name=name,
            number=package["ModelPackageVersion"],
            run_id=found.get("MetadataProperties", {}).get("GeneratedBy", ""),
            created=package["CreationTime"],
            tags={key: value for key, value in plain.items() if key != SOURCE},
            aliases=aliases,
        )

    def _files(self, version: ModelVersion) -> S3Files:
        package = self._package(version.name, version.number)
        source = unpacked(self._metadata(package)).get(SOURCE, "")
        return S3Files.at(self.s3, source, f"metadata {SOURCE} of {version}")

    def _metadata(self, package: Summary) -> Mapping[str, str]:
        return self._described(package).get("CustomerMetadataProperties", {})

    def _described(self, package: Summary) -> Described:
        return self.client.describe_model_package(ModelPackageName=package["ModelPackageArn"])

    def _update(
        self,
        package: Summary,
        *,
        add: Mapping[str, str] | None = None,
        remove: list[str] | None = None,
        status: str | None = None,
    ) -> None:
        asked = {
            "CustomerMetadataProperties": add,
            "CustomerMetadataPropertiesToRemove": remove,
            "ModelApprovalStatus": status,
        }
        said = {key: value for key, value in asked.items() if value}
        self.client.update_model_package(ModelPackageArn=package["ModelPackageArn"], **said)

    @contextlib.contextmanager
    def _answers(self, name: str) -> Iterator[None]:
        try:
            yield
        except (BotoCoreError, ClientError) as error:
            place = f"SageMaker group {self.groups.get(name, name)}"
            raise TrackingServerError(place, " ".join(str(error).split())[:300]) from error


def connect_sagemaker(region: str, groups: Mapping[str, str]) -> SageMakerRegistry:
    """The groups of a platform, with the credentials that boto3 finds on this machine."""
    import boto3  # noqa: PLC0415 -- only who uses AWS needs it

    return SageMakerRegistry(
        client=cast("SageMakerClient", boto3.client("sagemaker", region_name=region)),
        s3=boto3.client("s3", region_name=region),
        groups=groups,
    )
