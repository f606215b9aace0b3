"""A call of the model, for one request or for several that waited together."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from slipway.serving.server.table import Batch, Output

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slipway.serving.server.model.model import Model


class Answer(NamedTuple):
    """What the model said; a raised error is a fact here, not an exception."""

    outputs: tuple[Output, ...]
    seconds: float
    """Of the call, which may have answered others as well."""
    failure: Exception | None = None


def answer(model: Model, batch: Batch) -> Answer:
    """One call."""
    began = time.perf_counter()
    try:
        outputs = model.predict(batch)
    except Exception as failure:  # noqa: BLE001 - the model is foreign code, and may raise anything
        return Answer((), time.perf_counter() - began, failure)
    return Answer(outputs, time.perf_counter() - began)


def answer_all(model: Model, batches: Sequence[Batch]) -> list[Answer]:
    """One call for all; where that fails one for each, so that only the culprit's request fails."""
    if len(batches) == 1:
        return [answer(model, batches[0])]
    together = answer(model, _join(batches))
    if together.failure is not None:
        return [answer(model, batch) for batch in batches]
    ends: list[int] = np.cumsum([batch.rows for batch in batches]).tolist()
    return [
        Answer(_slice(together.outputs, start, end), together.seconds)
        for start, end in zip([0, *ends[:-1]], ends, strict=True)
    ]


def can_join(first: Batch, other: Batch) -> bool:
    """Whether the types are the same: integers with gaps are of another type than without."""
    if first.matrix is not None and other.matrix is not None:
        return True
    pairs = zip(first.arrays, other.arrays, strict=True)
    return all(one.dtype == two.dtype for one, two in pairs)


def _join(batches: Sequence[Batch]) -> Batch:
    matrices = [batch.matrix for batch in batches if batch.matrix is not None]
    if len(matrices) == len(batches):
        return Batch.of_matrix(np.concatenate(matrices))
    columns = zip(*(batch.arrays for batch in batches), strict=True)
    arrays = tuple(np.concatenate(column) for column in columns)
    return Batch(arrays=arrays, rows=sum(batch.rows for batch in batches))


def _slice(outputs: Sequence[Output], start: int, end: int) -> tuple[Output, ...]:
    return tuple(Output(name=one.name, values=one.values[start:end]) for one in outputs)
