"""moto's SageMaker, mended where it differs from AWS' documentation.

moto replaces a package's metadata at each update and fails at `...ToRemove`; the API reference of
UpdateModelPackage says that one adds and the other removes. What is sent is checked against the
limits that botocore's model of the service states.
"""

import re
from dataclasses import dataclass
from typing import Any

_ALLOWED = re.compile(r"[\w .:/=+\-@]+")


@dataclass(frozen=True)
class DocumentedPackages:
    """A client whose updates do what is documented."""

    client: Any
    """boto3's, within moto."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.client, name)

    def create_model_package(self, **asked: Any) -> Any:
        _check(asked.get("CustomerMetadataProperties", {}))
        return self.client.create_model_package(**asked)

    def update_model_package(self, **asked: Any) -> Any:
        arn = asked.pop("ModelPackageArn")
        found = self.client.describe_model_package(ModelPackageName=arn)
        metadata = dict(found.get("CustomerMetadataProperties") or {})
        metadata.update(asked.pop("CustomerMetadataProperties", {}))
        for key in asked.pop("CustomerMetadataPropertiesToRemove", []):
            metadata.pop(key, None)
        _check(metadata)
        return self.client.update_model_package(
            ModelPackageArn=arn, CustomerMetadataProperties=metadata, **asked
        )


def _check(metadata: dict[str, str]) -> None:
    assert len(metadata) <= 50
    for key, value in metadata.items():
        assert 0 < len(key) <= 128
        assert 0 < len(value) <= 256
        assert _ALLOWED.fullmatch(key), key
        assert _ALLOWED.fullmatch(value), value
