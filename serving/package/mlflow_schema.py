"""MLflow's column and tensor specifications as columns that can be served."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.package.errors import PackageError
from slipway.serving.package.signature import RESERVED_NAMES, Column, ColumnType

if TYPE_CHECKING:
    from slipway.serving.package.json_fields import JsonFields

_SERVED = ", ".join(kind.value for kind in ColumnType)
_MATRIX_RANK = 2


def input_columns(specs: list[JsonFields], place: str) -> tuple[Column, ...]:
    """The inputs in order; a fault names the column and what to change in the training code."""
    if not specs:
        raise PackageError(
            f"{place}.signature.inputs", got="no columns", expected="at least one named column"
        )
    if is_matrix(specs):
        return _matrix_columns(specs)
    columns = tuple(_column(spec) for spec in specs)
    names = [column.name for column in columns]
    for column, spec in zip(columns, specs, strict=True):
        if names.count(column.name) > 1:
            raise PackageError(
                f"{spec.place}.name", got=f"{column.name!r} twice", expected="a name of its own"
            )
        if column.name in RESERVED_NAMES:
            raise PackageError(
                f"{spec.place}.name",
                got=repr(column.name),
                expected=f"a name other than {', '.join(sorted(RESERVED_NAMES))}",
                remedy="The request log needs these names. Rename the column and train again.",
            )
    return columns


def is_matrix(specs: list[JsonFields]) -> bool:
    """Whether the inputs are a tensor, not named columns."""
    return specs[0].text("type") == "tensor"


def output_columns(specs: list[JsonFields]) -> tuple[Column, ...]:
    """The outputs, the only one being `prediction`; empty where a type has no column form."""
    columns: list[Column] = []
    for spec in specs:
        kind = _output_type(spec)
        if kind is None:
            return ()
        name = "prediction" if len(specs) == 1 else spec.optional_text("name")
        if name is None:
            return ()
        columns.append(Column(name=name, type=kind))
    return tuple(columns)


def _column(spec: JsonFields) -> Column:
    name = spec.optional_text("name")
    if name is None:
        raise PackageError(
            f"{spec.place}.name",
            got="nothing",
            expected="a name for every column",
            remedy="Infer the signature from a data frame with named columns.",
        )
    text = spec.text("type")
    try:
        kind = ColumnType(text)
    except ValueError:
        raise PackageError(
            f"{spec.place}.type (column {name!r})", got=repr(text), expected=f"one of {_SERVED}"
        ) from None
    return Column(name=name, type=kind, required=spec.flag("required", default=True))


def _matrix_columns(specs: list[JsonFields]) -> tuple[Column, ...]:
    """A model trained on a plain matrix: its columns get the names `x0`, `x1`, ..."""
    place = specs[0].place
    expected = "one numeric tensor of shape [-1, columns]"
    if len(specs) != 1:
        raise PackageError(place, got=f"{len(specs)} tensors", expected=expected)
    shape = _tensor_shape(specs[0])
    kind = _tensor_type(specs[0])
    if kind is None or kind is ColumnType.STRING or len(shape) != _MATRIX_RANK or shape[1] < 1:
        raise PackageError(
            place,
            got=f"shape {list(shape)}",
            expected=expected,
            remedy="Train on a data frame, or on a matrix of numbers.",
        )
    return tuple(Column(name=f"x{i}", type=kind) for i in range(shape[1]))


def _output_type(spec: JsonFields) -> ColumnType | None:
    if spec.text("type") == "tensor":
        return _tensor_type(spec) if len(_tensor_shape(spec)) == 1 else None
    try:
        return ColumnType(spec.text("type"))
    except ValueError:
        return None


def _tensor_type(spec: JsonFields) -> ColumnType | None:
    dtype = spec.fields("tensor-spec").text("dtype")
    kinds = {
        "bool": ColumnType.BOOLEAN,
        "int64": ColumnType.LONG,
        "float32": ColumnType.FLOAT,
        "float64": ColumnType.DOUBLE,
        "object": ColumnType.STRING,
        "str": ColumnType.STRING,
    }
    small = {"int8", "int16", "int32", "uint8", "uint16"}
    return ColumnType.INTEGER if dtype in small else kinds.get(dtype)


def _tensor_shape(spec: JsonFields) -> tuple[int, ...]:
    shape = (spec.values("tensor-spec") or {}).get("shape")
    return tuple(int(size) for size in shape) if isinstance(shape, list) else ()
