"""A model that was compiled to an ONNX graph when it was released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, Self

import numpy as np
import onnxruntime

from slipway.serving.package.errors import PackageError
from slipway.serving.server.model.output_arrays import output_of
from slipway.serving.server.table import Output

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from slipway.serving.package.signature import Column, Signature
    from slipway.serving.server.table import Array, Batch

_DTYPES = {
    "tensor(bool)": np.dtype(np.bool_),
    "tensor(int64)": np.dtype(np.int64),
    "tensor(float)": np.dtype(np.float32),
    "tensor(double)": np.dtype(np.float64),
    "tensor(string)": np.dtype(np.object_),
}

_FATAL = 4


class Session(Protocol):
    """The part of onnxruntime's interface that is used here."""

    def run(self, outputs: Sequence[str] | None, feed: Mapping[str, Array]) -> list[Array]:
        """Every output of the graph."""


class OnnxModel:
    """Labels (or values) and, for two classes, the probability of the second.

    The graph takes one tensor per column, or all columns as one matrix if it has a single input.
    """

    rowwise = True

    def __init__(
        self, session: Session, inputs: Mapping[str, np.dtype[np.generic]], signature: Signature
    ) -> None:
        self._session = session
        self._inputs = tuple(inputs.items())
        self._matrix = tuple(inputs) != signature.names
        self._outputs = signature.outputs
        self._as_it_is = False
        """Whether the first output needs no cast, which a first call tells: graphs don't change."""

    @classmethod
    def load(cls, path: Path, signature: Signature) -> Self:
        """The graph of a packaged model.

        Raises:
            PackageError: The file is no graph, or one with other inputs than the signature.
        """
        options = onnxruntime.SessionOptions()
        # One row is answered faster by one thread than by several; requests run side by side.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # A failure comes back as an exception; its line on stderr holds values of the request.
        options.log_severity_level = _FATAL
        try:
            session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"]
            )
        except Exception as fault:  # onnxruntime's errors have no common class
            raise PackageError(
                str(path), got="a file that fails to load", expected="an ONNX graph"
            ) from fault
        inputs = {one.name: _DTYPES[one.type] for one in session.get_inputs()}
        if tuple(inputs) != signature.names and len(inputs) != 1:
            raise PackageError(
                str(path),
                got=f"the inputs {', '.join(inputs)}",
                expected=f"one matrix, or {', '.join(signature.names)}",
            )
        return cls(session, inputs, signature)

    @property
    def outputs(self) -> tuple[Column, ...]:
        """As the manifest has them."""
        return self._outputs

    def predict(self, batch: Batch) -> tuple[Output, ...]:
        """Label (or value), and score if the model gives one."""
        results = self._session.run(None, self._feed(batch))
        first, *scores = self._outputs
        values = results[0]
        if not self._as_it_is:
            values = output_of(first, values, batch.rows).values
            self._as_it_is = values is results[0]
        if not scores:
            return (Output(first.name, values),)
        return (Output(first.name, values), Output(scores[0].name, results[1][:, 1]))

    def _feed(self, batch: Batch) -> dict[str, Array]:
        if self._matrix:
            ((name, dtype),) = self._inputs
            if batch.matrix is not None:
                return {name: batch.matrix.astype(dtype, copy=False)}
            matrix = np.empty((batch.rows, len(batch.arrays)), dtype=dtype)
            for at, array in enumerate(batch.arrays):
                matrix[:, at] = array
            return {name: matrix}
        return {
            name: array.astype(dtype, copy=False).reshape(-1, 1)
            for (name, dtype), array in zip(self._inputs, batch.arrays, strict=True)
        }
