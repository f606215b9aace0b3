"""A V2 inference request as a table."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from math import prod
from typing import TYPE_CHECKING

from slipway.serving.package.signature import ColumnType
from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols.json_body import json_kind, json_object
from slipway.serving.server.protocols.v2_types import ACCEPTED, DATATYPES
from slipway.serving.server.table import Table

if TYPE_CHECKING:
    from slipway.serving.package.signature import Column, Signature

_VECTOR = 1
_MATRIX = 2


@dataclass(frozen=True, kw_only=True, slots=True)
class V2Request:
    """The rows, and what the reply has to repeat or to choose."""

    table: Table
    id: str | None
    outputs: tuple[str, ...]
    """Names that the client asked for; empty means all."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Tensor:
    place: str
    name: str
    shape: tuple[int, ...]
    datatype: str
    data: list[object]
    """Flat, row-major."""


def decode(body: bytes, signature: Signature) -> V2Request:
    """The request in its JSON form."""
    document = json_object(body)
    request_id = document.get("id")
    if request_id is not None and not isinstance(request_id, str):
        raise BadRequest("id", got=json_kind(request_id), expected="a string")
    tensors = [_tensor(i, item) for i, item in enumerate(_list(document, "inputs"))]
    return V2Request(
        table=_table(tensors, signature), id=request_id, outputs=_outputs(document, signature)
    )


def _table(tensors: list[_Tensor], signature: Signature) -> Table:
    if len(tensors) == 1 and len(tensors[0].shape) == _MATRIX and tensors[0].shape[1] > 1:
        return _matrix(tensors[0], signature)
    inputs = {column.name: column for column in signature.inputs}
    columns: dict[str, list[object]] = {}
    rows = 0
    for tensor in tensors:
        if len(tensor.shape) > _MATRIX or (len(tensor.shape) == _MATRIX and tensor.shape[1] != 1):
            raise BadRequest(
                f"{tensor.place}.shape", got=_shape(tensor), expected="[rows] or [rows, 1]"
            )
        if tensor.name in columns:
            raise BadRequest(f"{tensor.place}.name", got="a name twice", expected="each once")
        if columns and tensor.shape[0] != rows:
            raise BadRequest(
                f"{tensor.place}.shape", got=_shape(tensor), expected=f"{rows} rows, as the others"
            )
        if tensor.name in inputs:
            _check_datatype(tensor, inputs[tensor.name])
        rows = tensor.shape[0]
        columns[tensor.name] = tensor.data
    return Table(columns=columns, rows=rows)


def _matrix(tensor: _Tensor, signature: Signature) -> Table:
    """One numeric tensor for all columns, by position: what clients of array models send."""
    rows, width = tensor.shape
    if width != len(signature.inputs):
        raise BadRequest(
            f"{tensor.place}.shape",
            got=_shape(tensor),
            expected=f"[rows, {len(signature.inputs)}], or one tensor per column",
        )
    columns: dict[str, list[object]] = {}
    for index, column in enumerate(signature.inputs):
        _check_datatype(tensor, column)
        columns[column.name] = tensor.data[index::width]
    return Table(columns=columns, rows=rows)


def _tensor(index: int, item: object) -> _Tensor:
    place = f"inputs[{index}]"
    if not isinstance(item, dict):
        raise BadRequest(place, got=json_kind(item), expected="an object")
    name, datatype = item.get("name"), item.get("datatype")
    if not isinstance(name, str):
        raise BadRequest(f"{place}.name", got=json_kind(name), expected="a string")
    if not isinstance(datatype, str):
        raise BadRequest(f"{place}.datatype", got=json_kind(datatype), expected="a string")
    shape = _sizes(f"{place}.shape", item.get("shape"))
    data = item.get("data")
    if not isinstance(data, list):
        raise BadRequest(f"{place}.data", got=json_kind(data), expected="a list")
    flat = _flat(f"{place}.data", data, shape)
    return _Tensor(place=place, name=name, shape=shape, datatype=datatype, data=flat)


def _sizes(place: str, value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise BadRequest(place, got=json_kind(value), expected="a list of sizes")
    sizes = tuple(size for size in value if type(size) is int and size >= 0)
    if len(sizes) != len(value):
        raise BadRequest(place, got="something else than sizes", expected="whole numbers from 0")
    return sizes


def _flat(place: str, data: list[object], shape: tuple[int, ...]) -> list[object]:
    """Nested data row by row; flat data as it is."""
    flat = data
    if data and isinstance(data[0], list):
        for size in shape[1:]:
            nested = [part for part in flat if isinstance(part, list) and len(part) == size]
            if len(nested) != len(flat):
                raise BadRequest(place, got="nesting of another form", expected="the shape's form")
            flat = list(chain.from_iterable(nested))
    if len(flat) != prod(shape):
        raise BadRequest(place, got=f"{len(flat)} values", expected=f"{prod(shape)}, as the shape")
    return flat


def _check_datatype(tensor: _Tensor, column: Column) -> None:
    if tensor.datatype not in ACCEPTED[column.type]:
        note = " (an ISO 8601 string)" if column.type is ColumnType.DATETIME else ""
        raise BadRequest(
            f"{tensor.place}.datatype, column {column.name!r}",
            got="another datatype",
            expected=f"{DATATYPES[column.type]}{note}",
        )


def _outputs(document: dict[str, object], signature: Signature) -> tuple[str, ...]:
    if document.get("outputs") is None:
        return ()
    known = {column.name for column in signature.outputs}
    names: list[str] = []
    for index, item in enumerate(_list(document, "outputs")):
        name = item.get("name") if isinstance(item, dict) else None
        if not isinstance(name, str) or (known and name not in known):
            expected = f"the name of an output: {', '.join(sorted(known))}"
            raise BadRequest(f"outputs[{index}].name", got="another name", expected=expected)
        names.append(name)
    return tuple(names)


def _list(document: dict[str, object], key: str) -> list[object]:
    value = document.get(key)
    if not isinstance(value, list):
        raise BadRequest(key, got=json_kind(value), expected="a list of tensors")
    return value


def _shape(tensor: _Tensor) -> str:
    return str(list(tensor.shape))
