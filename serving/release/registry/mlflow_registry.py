"""MLflow's model registry."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import mlflow
from mlflow import MlflowClient
from mlflow.exceptions import MlflowException
from typing_extensions import override

from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.registry.protocol import (
    ModelRegistry,
    TrackingServerError,
    UnknownVersionError,
)

_PAGE = 200
_ABSENT = "RESOURCE_DOES_NOT_EXIST"


@dataclass(frozen=True, kw_only=True)
class TrackingLogin:
    """A user of the tracking server."""

    username: str
    password: str

    @override
    def __repr__(self) -> str:
        return f"TrackingLogin(username={self.username!r}, password=***)"


def connect(uri: str, login: TrackingLogin | None = None) -> "MlflowRegistry":
    """A registry at an address."""
    prepare_client(login)
    return MlflowRegistry(uri)


def prepare_client(login: TrackingLogin | None) -> None:
    """Sets up MLflow's client in this process.

    It takes a login from nowhere but the environment of the process.
    """
    if login is not None:
        os.environ["MLFLOW_TRACKING_USERNAME"] = login.username
        os.environ["MLFLOW_TRACKING_PASSWORD"] = login.password
    os.environ.setdefault("MLFLOW_ENABLE_ARTIFACTS_PROGRESS_BAR", "false")
    os.environ.setdefault("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "3")  # its 7 take minutes
    # The server would hand out addresses of its object store, which only its own network reaches.
    os.environ.setdefault("MLFLOW_ENABLE_PROXY_MULTIPART_DOWNLOAD", "false")


class MlflowRegistry(ModelRegistry):
    """Versions, tags and aliases of an MLflow server, or of a local MLflow database."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._client = MlflowClient(tracking_uri=uri, registry_uri=uri)

    @override
    def versions(self, name: str) -> list[ModelVersion]:
        found: list[ModelVersion] = []
        token: str | None = None
        aliases = self._aliases(name)
        with self._answers():
            while True:
                page = self._client.search_model_versions(
                    f"name='{name}'", max_results=_PAGE, page_token=token
                )
                found += [_version(entry, aliases.get(int(entry.version), ())) for entry in page]
                token = page.token
                if not token:
                    break
        return sorted(found, key=lambda version: version.number, reverse=True)

    @override
    def version(self, name: str, number: int) -> ModelVersion:
        with self._answers():
            try:
                entry = self._client.get_model_version(name, str(number))
                return _version(entry, tuple(entry.aliases))
            except MlflowException as error:
                if error.error_code != _ABSENT:
                    raise
        known = sorted(version.number for version in self.versions(name))
        raise UnknownVersionError(name, str(number), known)

    @override
    def download_model(self, version: ModelVersion, folder: Path) -> Path:
        # Resolved by our own client: MLflow looks `models:/` up at the process-wide address.
        with self._answers():
            source = self._client.get_model_version_download_uri(version.name, str(version.number))
            return Path(
                mlflow.artifacts.download_artifacts(
                    artifact_uri=source, dst_path=str(folder), tracking_uri=self._uri
                )
            )

    @override
    def download_artifact(self, version: ModelVersion, path: str, folder: Path) -> Path | None:
        if not version.run_id:
            return None
        parent = path.rpartition("/")[0]
        with self._answers():
            if path not in self._listed(version.run_id, parent):
                return None
            return Path(self._client.download_artifacts(version.run_id, path, str(folder)))

    @override
    def store_artifact(self, version: ModelVersion, path: str, content: str) -> None:
        if version.run_id:
            with self._answers():
                self._client.log_text(version.run_id, content, path)

    @override
    def set_tag(self, version: ModelVersion, key: str, value: str) -> None:
        with self._answers():
            self._client.set_model_version_tag(version.name, str(version.number), key, value)

    @override
    def remove_tag(self, version: ModelVersion, key: str) -> None:
        with self._answers():
            self._client.delete_model_version_tag(version.name, str(version.number), key)

    @override
    def set_alias(self, version: ModelVersion, alias: str) -> None:
        with self._answers():
            self._client.set_registered_model_alias(version.name, alias, str(version.number))

    def _listed(self, run_id: str, folder: str) -> set[str]:
        return {each.path for each in self._client.list_artifacts(run_id, folder)}

    def _aliases(self, name: str) -> dict[int, tuple[str, ...]]:
        """The aliases by version: a search for versions leaves them out."""
        with self._answers():
            try:
                entries = self._client.get_registered_model(name).aliases
            except MlflowException as error:
                if error.error_code == _ABSENT:
                    return {}
                raise
        found: dict[int, tuple[str, ...]] = {}
        for alias, number in sorted(entries.items()):
            found[int(number)] = (*found.get(int(number), ()), str(alias))
        return found

    @contextlib.contextmanager
    def _answers(self) -> Iterator[None]:
        try:
            yield
        except MlflowException as error:
            problem = " ".join(str(error).split())[:300]
            raise TrackingServerError(self._uri, problem) from error


def _version(
    entry: "mlflow.entities.model_registry.ModelVersion", aliases: tuple[str, ...]
) -> ModelVersion:
    return ModelVersion(
        name=str(entry.name),
        number=int(entry.version),
        run_id=str(entry.run_id or ""),
        created=datetime.fromtimestamp(entry.creation_timestamp / 1000, UTC),
        tags=dict(entry.tags),
        aliases=aliases,
    )
