import os
from pathlib import Path

import pytest

from slipway.serving.release.registry.latest import find_version
from slipway.serving.release.registry.mlflow_registry import TrackingLogin, connect
from slipway.serving.release.registry.protocol import TrackingServerError, UnknownVersionError
from tests.serving.release.support.registry_process import free_port
from tests.serving.release.support.tracking import BLIND, GOOD, MODEL, Tracking

# MLflow and what it stands on warn of their own code.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_versions_come_newest_first_with_their_aliases(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    registry.set_alias(registry.version(MODEL, GOOD), "champion")
    versions = registry.versions(MODEL)
    assert [version.number for version in versions] == [4, 3, 2, 1]
    assert versions[-1].aliases == ("champion",)
    assert registry.version(MODEL, GOOD).aliases == ("champion",)


def test_an_unknown_model_has_no_versions(tracking: Tracking) -> None:
    assert connect(tracking.uri).versions("none") == []


def test_an_unknown_version_is_refused_with_those_that_exist(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    with pytest.raises(UnknownVersionError, match=r"got version 9; expected one of 1, 2, 3, 4"):
        registry.version(MODEL, 9)
    with pytest.raises(
        UnknownVersionError, match=r"model none: got version latest; expected a reg"
    ):
        find_version(registry, "none", "latest")


def test_latest_is_the_highest_number(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    assert find_version(registry, MODEL, "latest").number == BLIND
    assert find_version(registry, MODEL, "2").number == 2


def test_tags_are_written_and_taken_off(tracking: Tracking) -> None:
    registry = connect(tracking.uri)
    registry.set_tag(registry.version(MODEL, GOOD), "slipway.gate", "accepted")
    assert registry.version(MODEL, GOOD).tags == {"slipway.gate": "accepted"}
    registry.remove_tag(registry.version(MODEL, GOOD), "slipway.gate")
    assert registry.version(MODEL, GOOD).tags == {}


def test_the_models_folder_and_its_runs_files_can_be_had(
    tracking: Tracking, tmp_path: Path
) -> None:
    registry = connect(tracking.uri)
    version = registry.version(MODEL, GOOD)
    folder = registry.download_model(version, tmp_path / "model")
    assert (folder / "MLmodel").is_file()
    held_out = registry.download_artifact(version, "evaluation/held_out.parquet", tmp_path)
    assert held_out is not None
    assert held_out.is_file()
    assert registry.download_artifact(version, "evaluation/other.parquet", tmp_path) is None


def test_evidence_can_be_added_to_a_finished_run(tracking: Tracking, tmp_path: Path) -> None:
    registry = connect(tracking.uri)
    version = registry.version(MODEL, GOOD)
    registry.store_artifact(version, "gate/verdict.json", "{}")
    back = registry.download_artifact(version, "gate/verdict.json", tmp_path)
    assert back is not None
    assert back.read_text() == "{}"


def test_a_server_that_is_down_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_HTTP_REQUEST_MAX_RETRIES", "0")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    uri = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(TrackingServerError, match=f"model registry {uri}: got "):
        connect(uri).versions(MODEL)


def test_a_login_reaches_mlflow_and_never_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_USERNAME", "x")
    monkeypatch.setenv("MLFLOW_TRACKING_PASSWORD", "x")
    login = TrackingLogin(username="admin", password="open sesame")  # noqa: S106 - of this test
    connect("http://127.0.0.1:1", login)
    assert os.environ["MLFLOW_TRACKING_PASSWORD"] == login.password
    assert "sesame" not in repr(login)
