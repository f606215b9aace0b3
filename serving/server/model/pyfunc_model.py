"""Any other MLflow flavour, through MLflow's own Python interface."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

import pandas as pd

from slipway.serving.server.model.model_input import ModelInput, model_input
from slipway.serving.server.model.output_arrays import column_of, output_of

if TYPE_CHECKING:
    from slipway.serving.package.signature import Column, Signature
    from slipway.serving.server.table import Batch, Output


class Pyfunc(Protocol):
    """The part of MLflow's interface that is used here."""

    def predict(self, data: ModelInput) -> object:
        """Anything with one entry per row."""


class PyfuncModel:
    """A model whose outputs are known from its signature, or else from its warm-up."""

    rowwise = False
    """Foreign code may look at all its rows at once, to rank them for instance."""

    def __init__(self, model: Pyfunc, signature: Signature) -> None:
        self._model = model
        self._signature = signature
        self._outputs = signature.outputs

    @property
    def outputs(self) -> tuple[Column, ...]:
        """Empty until the first prediction where the signature doesn't tell."""
        return self._outputs

    def predict(self, batch: Batch) -> tuple[Output, ...]:
        """A data frame's columns as outputs of their names; anything else as `prediction`."""
        results = _results(self._model.predict(model_input(self._signature, batch)))
        if not self._outputs:
            self._outputs = tuple(column_of(name, values) for name, values in results.items())
        return tuple(
            output_of(column, values, batch.rows)
            for column, values in zip(self._outputs, results.values(), strict=True)
        )


def _results(raw: object) -> dict[str, object]:
    if not isinstance(raw, pd.DataFrame):
        return {"prediction": raw}
    if raw.shape[1] == 1:
        return {"prediction": raw.iloc[:, 0].to_numpy()}
    return {str(name): raw[name].to_numpy() for name in raw.columns}
