from pathlib import Path

import numpy as np
import pytest

from slipway.serving.package import package_model
from slipway.serving.release.gate.scorer import PackagedModel, ScoringError
from slipway.serving.release.registry.mlflow_registry import connect
from tests.serving.release.support.tracking import BETTER, MODEL, Tracking, fitted, rows

# MLflow and what it stands on warn of their own code.
pytestmark = pytest.mark.filterwarnings("ignore")


@pytest.fixture
def packaged(tracking_template: Tracking, tmp_path: Path) -> PackagedModel:
    registry = connect(tracking_template.uri)
    source = registry.download_model(registry.version(MODEL, BETTER), tmp_path / "source")
    manifest = package_model(source, tmp_path / "package", name=MODEL, version="3")
    return PackagedModel(tmp_path / "package", manifest)


def test_the_packaged_model_answers_as_the_trained_one(packaged: PackagedModel) -> None:
    frame = rows(200, seed=9)
    scored = packaged.score(frame)
    trained, features = fitted(BETTER), frame.drop(columns="label")
    assert scored.prediction.tolist() == trained.predict(features).tolist()
    assert scored.score is not None
    assert scored.score == pytest.approx(trained.predict_proba(features)[:, 1])


def test_a_row_that_the_server_would_refuse_is_named_without_its_values(
    packaged: PackagedModel,
) -> None:
    frame = rows(10, seed=9)
    frame.loc[4, "age"] = np.nan
    with pytest.raises(ScoringError, match=r"column 'age': got null in row 4; expected double"):
        packaged.score(frame)


def test_a_missing_column_is_named(packaged: PackagedModel) -> None:
    with pytest.raises(ScoringError, match="column 'debt': missing"):
        packaged.score(rows(10, seed=9).drop(columns="debt"))
