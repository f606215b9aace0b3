"""Records as an Arrow table whose schema never changes for a model version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from slipway.serving.package.signature import Column, ColumnType

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slipway.serving.package.signature import Signature
    from slipway.serving.server.requestlog.record import LogRecord
    from slipway.serving.server.table import Array

_TYPES: dict[ColumnType, pa.DataType] = {
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.INTEGER: pa.int32(),
    ColumnType.LONG: pa.int64(),
    ColumnType.FLOAT: pa.float32(),
    ColumnType.DOUBLE: pa.float64(),
    ColumnType.STRING: pa.string(),
    ColumnType.DATETIME: pa.timestamp("us"),
}


class LogTable:
    """The schema, and the way from records to Parquet."""

    def __init__(self, signature: Signature, outputs: tuple[Column, ...], version: str) -> None:
        self._version = version
        self._inputs = signature.inputs
        self._outputs = outputs
        types: dict[str, pa.DataType] = {
            "request_id": pa.string(),
            "time": pa.timestamp("us", tz="UTC"),
            "model_version": pa.string(),
            "latency_ms": pa.float64(),
        }
        types |= {column.name: _TYPES[column.type] for column in signature.inputs}
        types |= {log_name(column): _TYPES[column.type] for column in outputs}
        self.schema = pa.schema(types)

    def parquet(self, records: Sequence[LogRecord]) -> bytes:
        """One file's bytes, a line per row."""
        sink = pa.BufferOutputStream()
        pq.write_table(self._table(records), sink, compression="zstd")
        return sink.getvalue().to_pybytes()

    def _table(self, records: Sequence[LogRecord]) -> pa.Table:
        counts = [record.batch.rows for record in records]
        inputs = [
            _joined(column, [record.batch.arrays[i] for record in records])
            for i, column in enumerate(self._inputs)
        ]
        outputs = [
            _joined(column, [record.outputs[i].values for record in records])
            for i, column in enumerate(self._outputs)
        ]
        seconds = np.array([record.time for record in records], np.float64)
        times = np.rint(seconds * 1e6).astype("datetime64[us]")
        arrays = [
            pa.array([row_id for record in records for row_id in record.row_ids], pa.string()),
            pa.array(np.repeat(times, counts)).cast(pa.timestamp("us", tz="UTC")),
            pa.array([self._version] * sum(counts), pa.string()),
            pa.array(np.repeat([record.latency_ms for record in records], counts), pa.float64()),
            *inputs,
            *outputs,
        ]
        return pa.Table.from_arrays(arrays, schema=self.schema)


def log_name(column: Column) -> str:
    """An output's column in the log, apart from every input's."""
    if column.name in {"prediction", "score"}:
        return column.name
    return f"output_{column.name}"


def _joined(column: Column, arrays: Sequence[Array]) -> pa.Array[Any]:
    """One Arrow array; NaN becomes null, which is what it meant in the request."""
    kind = _TYPES[column.type]
    if len({array.dtype for array in arrays}) == 1:
        return pa.array(np.concatenate(arrays), type=kind, from_pandas=True)
    # Integers with and without gaps are of two types, and joining them would round the large ones.
    return pa.concat_arrays([pa.array(array, type=kind, from_pandas=True) for array in arrays])
