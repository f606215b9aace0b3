"""`slipway model list`, `status` and `package`."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from slipway.serving.package import read_manifest
from slipway.serving.release.registry.mlflow_registry import connect
from slipway.stacks.cli.model import model
from slipway.stacks.cli.model.documents import ListDocument, PackageDocument, StatusDocument
from tests.serving.release.support.tracking import BETTER, GOOD, WORSE, Tracking
from tests.stacks.cli.model.conftest import Desk

# MLflow and what it stands on warn of their own code.
pytestmark = [pytest.mark.engine, pytest.mark.filterwarnings("ignore")]


def test_the_list_tells_verdict_digest_and_what_serves(desk: Desk) -> None:
    desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    desk.run("release", "car-loan", "--version", str(WORSE), "--yes")
    printed = desk.run("list", "car-loan", "--json").stdout
    rows = ListDocument.model_validate_json(printed).models["car-loan"]
    assert [row.version for row in rows] == [4, 3, 2, 1]
    assert [row.gate for row in rows] == [None, None, "refused", "accepted"]
    assert [row.serving for row in rows] == [False, False, False, True]
    assert rows[3].aliases == ["champion"]
    assert str(rows[3].digest).startswith("sha256:")
    table = desk.run("list").stdout
    assert "serving" in table
    assert "not judged" in table


def test_the_status_is_good_while_no_better_version_is_known(desk: Desk) -> None:
    desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    result = desk.run("status")
    assert result.exit_code == 0, result.output
    assert "version 1 serves, and no better one is known" in result.stdout
    assert "Nobody has judged version 2, version 3, version 4 yet" in result.stdout


def test_the_status_fails_while_a_better_version_waits(desk: Desk) -> None:
    desk.run("release", "car-loan", "--version", str(GOOD), "--yes")
    desk.run("release", "car-loan", "--version", str(BETTER), answer="n\n")
    result = desk.run("status", "car-loan", "--json")
    assert result.exit_code == 1
    standing = StatusDocument.model_validate_json(result.stdout).models["car-loan"]
    assert not standing.best_serves
    assert standing.better == [BETTER]
    assert "Release one of them" in desk.run("status").stdout


def test_the_status_fails_while_nothing_serves(desk: Desk) -> None:
    result = desk.run("status")
    assert result.exit_code == 1
    assert "no version serves" in result.stdout


def test_a_models_folder_is_packaged_for_the_server(
    tracking_template: Tracking, tmp_path: Path
) -> None:
    registry = connect(tracking_template.uri)
    source = registry.download_model(registry.version("car-loan", GOOD), tmp_path / "source")
    out = tmp_path / "out"
    result = CliRunner().invoke(
        model,
        ["package", "--uri", str(source), "--out", str(out), "--name", "car-loan", "--json"],
    )
    assert result.exit_code == 0, result.output
    package = PackageDocument.model_validate_json(result.stdout)
    assert package.columns == ["income", "age", "debt"]
    assert read_manifest(out).name == "car-loan"


def test_a_folder_that_is_no_model_is_wrong_use(tmp_path: Path) -> None:
    arguments = ["package", "--uri", str(tmp_path), "--out", str(tmp_path / "out")]
    result = CliRunner().invoke(model, arguments)
    assert result.exit_code == 2
    assert str(tmp_path) in result.stderr
    assert "Traceback" not in result.output
