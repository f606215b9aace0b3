"""A packaged model's answers, given by the code that will serve it."""

from datetime import datetime
from pathlib import Path

import numpy as np
import pandas as pd

from slipway.serving.package import Manifest
from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.gate.scored import Scored
from slipway.serving.server.errors import ServingError
from slipway.serving.server.failure import describe
from slipway.serving.server.model.load import load_model
from slipway.serving.server.table import Table
from slipway.serving.server.validator import Validator

_PREDICTION, _SCORE = "prediction", "score"


class ScoringError(ReleaseError):
    """A model that can't answer the held-out rows as its server would be asked."""

    def __init__(self, manifest: Manifest, problem: str) -> None:
        self.problem = problem
        super().__init__(
            f"{manifest.name} version {manifest.version}",
            got=problem,
            expected="an answer to every held-out row",
            remedy="Make the signature from data like the held-out rows, and register it again.",
        )


class PackagedModel:
    """A packaged model, loaded in this process as the server loads it."""

    def __init__(self, folder: Path, manifest: Manifest) -> None:
        self._manifest = manifest
        self._model = load_model(folder, manifest)
        self._validator = Validator(manifest.signature)

    def score(self, frame: pd.DataFrame) -> Scored:
        """Predictions and, where the model gives them, scores.

        Raises:
            ScoringError: The server would refuse a row, or the model fails on one.
        """
        names = [name for name in self._manifest.signature.names if name in frame.columns]
        table = Table(columns={name: _plain(frame, name) for name in names}, rows=len(frame))
        try:
            batch = self._validator.check(table)
        except ServingError as refusal:
            raise ScoringError(self._manifest, str(refusal)) from refusal
        try:
            outputs = {output.name: output for output in self._model.predict(batch)}
        except Exception as failure:
            raise ScoringError(self._manifest, describe(failure)) from failure
        if _PREDICTION not in outputs:
            raise ScoringError(self._manifest, f"the outputs {', '.join(outputs)}")
        score = outputs.get(_SCORE)
        return Scored(
            prediction=outputs[_PREDICTION].values,
            score=None if score is None else score.values.astype(np.float64),  # noqa: PD011
        )


def _plain(frame: pd.DataFrame, name: str) -> list[object]:
    """Values as they come out of a request: nothing for what is missing, times as text."""
    values: list[object] = frame[name].to_numpy(dtype=object).tolist()
    missing: list[bool] = frame[name].isna().to_numpy().tolist()
    return [
        None if gone else value.isoformat() if isinstance(value, datetime) else value
        for value, gone in zip(values, missing, strict=True)
    ]
