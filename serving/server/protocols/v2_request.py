"""A V2 inference request as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from slipway.serving.package.signature import ColumnType
from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols.json_body import json_kind, json_object
from slipway.serving.server.protocols.v2_binary import BinaryPart
from slipway.serving.server.protocols.v2_outputs import requested_outputs
from slipway.serving.server.protocols.v2_tensor import read_tensor
from slipway.serving.server.protocols.v2_types import ACCEPTED, DATATYPES
from slipway.serving.server.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slipway.serving.package.signature import Column, Signature
    from slipway.serving.server.protocols.v2_outputs import RequestedOutputs
    from slipway.serving.server.protocols.v2_tensor import Tensor
    from slipway.serving.server.table import Array

_MATRIX = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class V2Request:
    """The rows, and what the reply has to repeat or to choose."""

    table: Table
    id: str | None
    outputs: RequestedOutputs


def decode(body: bytes, signature: Signature, json_length: bytes | None = None) -> V2Request:
    """The request. `json_length` is the header that a body with a binary part comes with."""
    binary = BinaryPart(body, json_length)
    document = json_object(binary.json)
    request_id = document.get("id")
    if request_id is not None and not isinstance(request_id, str):
        raise BadRequest("id", got=json_kind(request_id), expected="a string")
    inputs = document.get("inputs")
    if not isinstance(inputs, list):
        raise BadRequest("inputs", got=json_kind(inputs), expected="a list of tensors")
    tensors = [read_tensor(i, item, binary) for i, item in enumerate(inputs)]
    binary.finish()
    return V2Request(
        table=_table(tensors, signature),
        id=request_id,
        outputs=requested_outputs(document, signature),
    )


def _table(tensors: list[Tensor], signature: Signature) -> Table:
    if len(tensors) == 1 and len(tensors[0].shape) == _MATRIX and tensors[0].shape[1] > 1:
        return _matrix(tensors[0], signature)
    inputs = {column.name: column for column in signature.inputs}
    columns: dict[str, Sequence[object] | Array] = {}
    rows = 0
    for tensor in tensors:
        if len(tensor.shape) > _MATRIX or (len(tensor.shape) == _MATRIX and tensor.shape[1] != 1):
            raise BadRequest(
                f"{tensor.place}.shape", got=tensor.shape_words, expected="[rows] or [rows, 1]"
            )
        if tensor.name in columns:
            raise BadRequest(f"{tensor.place}.name", got="a name twice", expected="each once")
        if columns and tensor.shape[0] != rows:
            raise BadRequest(
                f"{tensor.place}.shape",
                got=tensor.shape_words,
                expected=f"{rows} rows, as the others",
            )
        if tensor.name in inputs:
            _check_datatype(tensor, inputs[tensor.name])
        rows = tensor.shape[0]
        columns[tensor.name] = tensor.data
    return Table(columns=columns, rows=rows)


def _matrix(tensor: Tensor, signature: Signature) -> Table:
    """One numeric tensor for all columns, by position: what clients of array models send."""
    rows, width = tensor.shape
    if width != len(signature.inputs):
        raise BadRequest(
            f"{tensor.place}.shape",
            got=tensor.shape_words,
            expected=f"[rows, {len(signature.inputs)}], or one tensor per column",
        )
    columns: dict[str, Sequence[object] | Array] = {}
    for index, column in enumerate(signature.inputs):
        _check_datatype(tensor, column)
        columns[column.name] = tensor.data[index::width]
    return Table(columns=columns, rows=rows)


def _check_datatype(tensor: Tensor, column: Column) -> None:
    if tensor.datatype not in ACCEPTED[column.type]:
        note = " (an ISO 8601 string)" if column.type is ColumnType.DATETIME else ""
        raise BadRequest(
            f"{tensor.place}.datatype, column {column.name!r}",
            got="another datatype",
            expected=f"{DATATYPES[column.type]}{note}",
        )
