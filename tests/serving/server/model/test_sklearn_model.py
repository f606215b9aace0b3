from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from sklearn.ensemble import ExtraTreesClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

from slipway.serving.package.signature import Column, ColumnType, Signature
from slipway.serving.server.model.sklearn_model import SklearnModel
from slipway.serving.server.table import Batch

if TYPE_CHECKING:
    from sklearn.base import ClassifierMixin

RANDOM = np.random.default_rng(5)
INPUTS = RANDOM.normal(size=(400, 4))
LABELS = (INPUTS[:, 0] * INPUTS[:, 1] > 0).astype(int)
SIGNATURE = Signature(
    inputs=tuple(Column(name=f"x{i}", type=ColumnType.DOUBLE) for i in range(4)),
    outputs=(
        Column(name="prediction", type=ColumnType.LONG),
        Column(name="score", type=ColumnType.DOUBLE),
    ),
    matrix=True,
)
BATCH = Batch(arrays=tuple(RANDOM.normal(size=(4, 300))), rows=300)


@pytest.mark.parametrize(
    "estimator",
    [
        # An even number of shallow trees makes ties, where argmax could differ from predict.
        RandomForestClassifier(2, max_depth=2, random_state=0),
        ExtraTreesClassifier(4, random_state=0),
        DecisionTreeClassifier(max_depth=2, random_state=0),
        LogisticRegression(),
        make_pipeline(StandardScaler(), LogisticRegression()),
        make_pipeline(StandardScaler(), RandomForestClassifier(4, random_state=0)),
    ],
    ids=["forest", "extra", "tree", "linear", "pipeline", "pipeline-forest"],
)
def test_label_and_score_are_exactly_the_estimators_own(estimator: ClassifierMixin) -> None:
    estimator.fit(INPUTS, LABELS)
    prediction, score = SklearnModel(estimator, SIGNATURE).predict(BATCH)

    rows = np.column_stack(BATCH.arrays)
    np.testing.assert_array_equal(prediction.values, estimator.predict(rows))
    np.testing.assert_array_equal(score.values, estimator.predict_proba(rows)[:, 1])


def test_a_pipelines_first_steps_run_once_per_request() -> None:
    class Counting(StandardScaler):
        runs = 0

        def transform(self, *arguments: object) -> object:
            Counting.runs += 1
            return super().transform(*arguments)

    pipeline = make_pipeline(Counting(), LogisticRegression()).fit(INPUTS, LABELS)
    model = SklearnModel(pipeline, SIGNATURE)
    Counting.runs = 0
    model.predict(BATCH)
    assert Counting.runs == 1


def test_the_parallelism_of_training_is_taken_back() -> None:
    pipeline = make_pipeline(StandardScaler(), RandomForestClassifier(2, n_jobs=-1))
    pipeline.fit(INPUTS, LABELS)
    SklearnModel(pipeline, SIGNATURE)
    assert pipeline[-1].n_jobs == 1
