"""What a release needs of a model registry, whichever product it is."""

from pathlib import Path
from typing import Protocol

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.registry.model_version import ModelVersion


class UnknownVersionError(ReleaseError):
    """A version that the registry doesn't have."""

    def __init__(self, name: str, wanted: str, known: list[int]) -> None:
        numbers = ", ".join(str(number) for number in known)
        super().__init__(
            f"model {name}",
            got=f"version {wanted}",
            expected=f"one of {numbers}" if known else "a registered version; there is none",
            remedy="Register a version first." if not known else "See `slipway model list`.",
        )


class TrackingServerError(ReleaseError):
    """A model registry that didn't answer, or not as it should."""

    def __init__(self, address: str, problem: str) -> None:
        super().__init__(
            f"model registry {address}",
            got=problem,
            expected="an answer",
            remedy="Look at `slipway status`; check the login with `pulumi stack output`.",
        )


class ModelRegistry(Protocol):
    """Versions of models, their files, and what is written on them."""

    def versions(self, name: str) -> list[ModelVersion]:
        """All versions of a model, newest first; none when the model is unknown."""
        ...

    def version(self, name: str, number: int) -> ModelVersion:
        """One version.

        Raises:
            UnknownVersionError: There is no such version.
        """
        ...

    def download_model(self, version: ModelVersion, folder: Path) -> Path:
        """The model's own folder, in MLflow's format, put into a folder."""
        ...

    def download_artifact(self, version: ModelVersion, path: str, folder: Path) -> Path | None:
        """A file of the run that made the version; None when the run has no such file."""
        ...

    def store_artifact(self, version: ModelVersion, path: str, content: str) -> None:
        """Adds a text file to the run that made the version."""
        ...

    def set_tag(self, version: ModelVersion, key: str, value: str) -> None:
        """Writes a tag on a version."""
        ...

    def remove_tag(self, version: ModelVersion, key: str) -> None:
        """Takes a tag off a version; one that isn't there is no fault."""
        ...

    def set_alias(self, version: ModelVersion, alias: str) -> None:
        """Makes an alias point to a version."""
        ...
