"""The model registry of an Azure ML workspace: MLflow's interface without its newer half.

There are no aliases and no logged models (`log_model` of MLflow 3 ends in a 404 there). So aliases
are tags, and a version is made of a model that was saved, logged as files and then registered.
Its files lie in the workspace's own store, which MLflow reads with the plug-in `azureml-mlflow`.
"""

import contextlib
import dataclasses
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mlflow.exceptions import MlflowException
from mlflow.store.artifact.artifact_repository_registry import get_artifact_repository
from typing_extensions import override

from slipway.serving.release.azure_login import entra_token
from slipway.serving.release.registry.alias_tags import move_alias, split_aliases
from slipway.serving.release.registry.mlflow_registry import MlflowRegistry, prepare_client
from slipway.serving.release.registry.model_version import ModelVersion

SCHEME = "azureml://"
SCOPE = "https://management.azure.com/.default"
MODEL_FOLDER = "model"
_TOKEN = "MLFLOW_TRACKING_TOKEN"  # noqa: S105 -- a variable's name
_FRESH_SECONDS = 1800.0
"""Entra's tokens live for an hour or more."""
_EXISTS = "RESOURCE_ALREADY_EXISTS"


class AzureMlRegistry(MlflowRegistry):
    """A workspace, entered with the token of whoever is logged in to Azure."""

    def __init__(
        self,
        uri: str,
        token: Callable[[str], str] = entra_token,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        # What the workspace calls azureml:// is spoken over HTTPS.
        super().__init__(uri.replace(SCHEME, "https://", 1) if uri.startswith(SCHEME) else uri)
        self._token = token
        self._clock = clock
        self._until = clock()

    @override
    def versions(self, name: str) -> list[ModelVersion]:
        return [_with_aliases(version) for version in super().versions(name)]

    @override
    def version(self, name: str, number: int) -> ModelVersion:
        return _with_aliases(super().version(name, number))

    @override
    def download_model(self, version: ModelVersion, folder: Path) -> Path:
        # By its run where that has it: MLflow looks other addresses up among the logged models.
        found = self._run_files(version, folder) if version.run_id else None
        return super().download_model(version, folder) if found is None else found

    @override
    def set_alias(self, version: ModelVersion, alias: str) -> None:
        move_alias(self, version, alias)

    def register(self, name: str, model: Path, *, run_id: str) -> ModelVersion:
        """A new version of a folder that MLflow's `save_model` wrote.

        Raises:
            TrackingServerError: The workspace refuses.
        """
        with self._answers():
            self._client.log_artifacts(run_id, str(model), MODEL_FOLDER)
            try:
                self._client.create_registered_model(name)
            except MlflowException as error:
                if error.error_code != _EXISTS:
                    raise
            source = f"{self._client.get_run(run_id).info.artifact_uri}/{MODEL_FOLDER}"
            made = self._client.create_model_version(name, source, run_id=run_id)
        return self.version(name, int(made.version))

    def _run_files(self, version: ModelVersion, folder: Path) -> Path | None:
        with self._answers():
            source = self._client.get_model_version(version.name, str(version.number)).source
            root = f"{self._client.get_run(version.run_id).info.artifact_uri}/"
            if not str(source).startswith(root):
                return None
            path = str(source).removeprefix(root)
            return Path(self._client.download_artifacts(version.run_id, path, str(folder)))

    @override
    def _listed(self, run_id: str, folder: str) -> set[str]:
        # Past MLflow's client, which would search the logged models as well.
        root = self._client.get_run(run_id).info.artifact_uri
        return {each.path for each in get_artifact_repository(root).list_artifacts(folder)}

    @override
    def _aliases(self, name: str) -> dict[int, tuple[str, ...]]:
        return {}

    @override
    @contextlib.contextmanager
    def _answers(self) -> Iterator[None]:
        # MLflow's client reads its token from nowhere but the environment, at each request, and a
        # password of another server, which may stand there, before the token.
        if self._clock() >= self._until:
            for stronger in ("MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD"):
                os.environ.pop(stronger, None)
            os.environ[_TOKEN] = self._token(SCOPE)
            self._until = self._clock() + _FRESH_SECONDS
        with super()._answers():
            yield


def connect_azureml(uri: str) -> AzureMlRegistry:
    """The registry of a workspace by its MLflow address."""
    prepare_client(None)
    return AzureMlRegistry(uri)


def _with_aliases(version: ModelVersion) -> ModelVersion:
    tags, aliases = split_aliases(version.tags)
    return dataclasses.replace(version, tags=tags, aliases=aliases)
