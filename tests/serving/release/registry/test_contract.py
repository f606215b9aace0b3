"""What a release relies on, asked of every model registry that there is."""

import json
import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, cast

import boto3
import mlflow
import pytest
from moto import mock_aws

from slipway.serving.release.registry import tags
from slipway.serving.release.registry.azureml_registry import AzureMlRegistry
from slipway.serving.release.registry.history import previous, record
from slipway.serving.release.registry.mlflow_registry import connect
from slipway.serving.release.registry.protocol import ModelRegistry, UnknownVersionError
from slipway.serving.release.registry.rejection import lift, reject
from slipway.serving.release.registry.sagemaker_registry import SageMakerRegistry
from tests.serving.release.support.azure_ml_server import TOKEN, azure_ml_server
from tests.serving.release.support.model_packages import DocumentedPackages
from tests.serving.release.support.tracking import Tracking

if TYPE_CHECKING:
    from slipway.serving.release.registry.sagemaker_client import SageMakerClient

# MLflow, moto and what they stand on warn of their own code.
pytestmark = pytest.mark.filterwarnings("ignore")

MODEL = "loan"
HELD_OUT = "evaluation/held_out.parquet"


def _model(folder: Path) -> Path:
    """A folder as `save_model` leaves one; a registry doesn't look into it."""
    (folder / "data").mkdir(parents=True)
    (folder / "MLmodel").write_text("flavors: {}\n")
    (folder / "data" / "weights").write_bytes(bytes(range(256)))
    return folder


@pytest.fixture
def in_mlflow(tracking: Tracking, tmp_path: Path) -> ModelRegistry:
    client = mlflow.MlflowClient(tracking.uri, tracking.uri)
    client.create_registered_model(MODEL)
    experiment = client.create_experiment("loan", str(tmp_path / "artifacts"))
    for _ in range(3):
        run = client.create_run(experiment)
        client.log_artifacts(run.info.run_id, str(_once(tmp_path)), "model")
        client.log_text(run.info.run_id, "rows", HELD_OUT)
        source = f"{run.info.artifact_uri}/model"
        client.create_model_version(MODEL, source, run.info.run_id)
    return connect(tracking.uri)


@pytest.fixture(scope="module")
def workspace(
    tracking_template: Tracking, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("workspace")
    database = tracking_template.copy_to(folder).uri
    with azure_ml_server(database, folder / "log") as uri:
        yield uri


@pytest.fixture
def in_azureml(
    workspace: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[ModelRegistry]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    for name in ("MLFLOW_TRACKING_USERNAME", "MLFLOW_TRACKING_PASSWORD"):
        monkeypatch.setenv(name, "of another server")
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "stale")
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "1")
    registry = AzureMlRegistry(workspace, token=lambda _scope: TOKEN)
    registry.versions(MODEL)  # logs in
    client = mlflow.MlflowClient(workspace, workspace)
    experiment = client.create_experiment(tmp_path.name, str(tmp_path / "artifacts"))
    for _ in range(3):
        run = client.create_run(experiment)
        client.log_text(run.info.run_id, "rows", HELD_OUT)
        registry.register(MODEL, _once(tmp_path), run_id=run.info.run_id)
    yield registry
    client.delete_registered_model(MODEL)


@pytest.fixture
def in_sagemaker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModelRegistry]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        client = boto3.client("sagemaker", "us-east-1")  # type: ignore[call-overload] # no stubs
        s3 = boto3.client("s3", "us-east-1")
        s3.create_bucket(Bucket="artifacts")
        client.create_model_package_group(ModelPackageGroupName="slipway-loan")
        registry = SageMakerRegistry(
            client=cast("SageMakerClient", DocumentedPackages(client)),
            s3=s3,
            groups={MODEL: "slipway-loan"},
        )
        for number in range(3):
            s3.put_object(Bucket="artifacts", Key=f"loan/{number}/{HELD_OUT}", Body=b"rows")
            source = f"s3://artifacts/loan/{number}"
            registry.register(MODEL, _once(tmp_path), source, run_id=f"run-{number}")
        yield registry


def _once(folder: Path) -> Path:
    target = folder / "saved"
    return target if target.exists() else _model(target)


@pytest.fixture(params=["mlflow", "azureml", "sagemaker"])
def registry(request: pytest.FixtureRequest) -> ModelRegistry:
    found: ModelRegistry = request.getfixturevalue(f"in_{request.param}")
    return found


def test_versions_come_newest_first_with_the_run_that_made_each(registry: ModelRegistry) -> None:
    versions = registry.versions(MODEL)
    assert [version.number for version in versions] == [3, 2, 1]
    assert len({version.run_id for version in versions} - {""}) == 3
    assert all(version.created.tzinfo for version in versions)
    assert [registry.version(MODEL, each.number) for each in versions] == versions


def test_what_is_not_there_is_told_apart(registry: ModelRegistry) -> None:
    assert registry.versions("none") == []
    with pytest.raises(UnknownVersionError, match="got version 9; expected one of 1, 2, 3"):
        registry.version(MODEL, 9)


@pytest.mark.parametrize(
    "value",
    ["accepted", "Zürich, {0}\n", json.dumps({"digits": [0.1] * 200}), "packed:by hand"],
    ids=["word", "text", "long", "like ours"],
)
def test_a_tag_comes_back_as_it_was_written(registry: ModelRegistry, value: str) -> None:
    version = registry.version(MODEL, 2)
    registry.set_tag(version, tags.EVIDENCE, value)
    registry.set_tag(version, tags.GATE, "refused")
    assert registry.version(MODEL, 2).tags == {tags.EVIDENCE: value, tags.GATE: "refused"}
    assert registry.version(MODEL, 1).tags == {}
    registry.set_tag(version, tags.EVIDENCE, "short")
    assert registry.version(MODEL, 2).tags[tags.EVIDENCE] == "short"
    registry.remove_tag(version, tags.EVIDENCE)
    assert registry.version(MODEL, 2).tags == {tags.GATE: "refused"}


def test_a_long_tag_that_shrinks_leaves_no_rest(registry: ModelRegistry) -> None:
    version, draw = registry.version(MODEL, 2), random.Random(1)  # noqa: S311 -- text for a test
    for length in (2000, 300, 900):
        value = "".join(draw.choice("abc{},") for _ in range(length))
        registry.set_tag(version, tags.EVIDENCE, value)
        assert registry.version(MODEL, 2).tags == {tags.EVIDENCE: value}


def test_taking_off_a_tag_that_is_not_there_is_no_fault(registry: ModelRegistry) -> None:
    registry.remove_tag(registry.version(MODEL, 1), tags.REJECTED)
    assert registry.version(MODEL, 1).tags == {}


def test_an_alias_is_of_one_version_and_moves(registry: ModelRegistry) -> None:
    for number in (1, 3):
        registry.set_alias(registry.version(MODEL, number), tags.CHAMPION)
    registry.set_alias(registry.version(MODEL, 3), "other")
    assert [each.aliases for each in registry.versions(MODEL)] == [(tags.CHAMPION, "other"), (), ()]
    assert registry.version(MODEL, 3).tags == {}


def test_the_models_folder_comes_whole(registry: ModelRegistry, tmp_path: Path) -> None:
    target = tmp_path / "downloads"
    target.mkdir()
    folder = registry.download_model(registry.version(MODEL, 2), target)
    assert (folder / "MLmodel").read_text() == "flavors: {}\n"
    assert (folder / "data" / "weights").read_bytes() == bytes(range(256))


def test_a_runs_files_can_be_had_and_added(registry: ModelRegistry, tmp_path: Path) -> None:
    version, target = registry.version(MODEL, 2), tmp_path / "downloads"
    target.mkdir()
    found = registry.download_artifact(version, HELD_OUT, target)
    assert found is not None
    assert found.read_text() == "rows"
    assert registry.download_artifact(version, "evaluation/other.parquet", target) is None
    registry.store_artifact(version, "gate/verdict.json", "{}")
    back = registry.download_artifact(version, "gate/verdict.json", target)
    assert back is not None
    assert back.read_text() == "{}"


def test_a_rollback_and_its_way_back_are_kept(registry: ModelRegistry) -> None:
    version = registry.version(MODEL, 2)
    reject(registry, version, "slow (p99 2 s)")
    rejected = registry.version(MODEL, 2)
    assert rejected.tags[tags.REJECTED] == "slow (p99 2 s)"
    assert rejected.aliases == (tags.REJECTED_ALIAS,)
    lift(registry, rejected, "it was the node")
    assert tags.REJECTED not in registry.version(MODEL, 2).tags


def test_the_history_of_a_stack_survives(registry: ModelRegistry) -> None:
    for hour, number in enumerate((1, 2, 3)):
        at = datetime(2026, 5, 3, hour, tzinfo=UTC)
        image = f"h/loan@sha256:{'a' * 64}"
        record(registry, registry.version(MODEL, number), "prod", image, at)
    found = previous(registry.versions(MODEL), "prod", 3)
    assert found is not None
    assert found.version == 2
