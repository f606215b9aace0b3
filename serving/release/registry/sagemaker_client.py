"""The calls of boto3's `sagemaker` client that the model registry needs.

Source: AWS, SageMaker API reference, of the operations with these names.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import NotRequired, Protocol, TypedDict


class Summary(TypedDict):
    """One model package of a list."""

    ModelPackageVersion: int
    ModelPackageArn: str
    CreationTime: datetime


class Page(TypedDict):
    """Some packages of a group."""

    ModelPackageSummaryList: list[Summary]
    NextToken: NotRequired[str]


class Described(TypedDict):
    """What a list leaves out."""

    MetadataProperties: NotRequired[Mapping[str, str]]
    CustomerMetadataProperties: NotRequired[Mapping[str, str]]


class Created(TypedDict):
    """A package that was just made."""

    ModelPackageArn: str


class SageMakerClient(Protocol):
    """Model packages of one region."""

    def list_model_packages(self, **asked: str) -> Page:
        """Some of a group's packages."""
        ...

    def describe_model_package(self, *, ModelPackageName: str) -> Described:  # noqa: N803 -- AWS' own
        """One package whole; the name is its ARN."""
        ...

    def create_model_package(self, **asked: object) -> Created:
        """A new version in a group, which counts them."""
        ...

    def update_model_package(self, **asked: object) -> object:
        """Adds metadata, or takes some away, or changes the approval status."""
        ...
