"""The version that a person means by a number or by `latest`."""

from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.registry.protocol import ModelRegistry, UnknownVersionError

LATEST = "latest"


def find_version(registry: ModelRegistry, name: str, wanted: str) -> ModelVersion:
    """The version with a number, or the newest.

    Raises:
        UnknownVersionError: There is no such version; the message names those that exist.
    """
    versions = registry.versions(name)
    for version in versions:
        if wanted in {LATEST, str(version.number)}:
            return version
    raise UnknownVersionError(name, wanted, sorted(version.number for version in versions))
