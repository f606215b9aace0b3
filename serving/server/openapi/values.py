"""A column's values in JSON: what a request may hold, what a reply holds, and one example."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.package.signature import ColumnType
from slipway.serving.server.column_arrays import rule_of

if TYPE_CHECKING:
    from slipway.serving.package.signature import Column
    from slipway.serving.server.openapi.schema import Schema

_MOST_FLOAT = 3.4028234663852886e38
_TYPES: dict[ColumnType, dict[str, object]] = {
    ColumnType.BOOLEAN: {"type": "boolean"},
    ColumnType.INTEGER: {"type": "integer", "minimum": -(2**31), "maximum": 2**31 - 1},
    ColumnType.LONG: {"type": "integer", "minimum": -(2**63), "maximum": 2**63 - 1},
    ColumnType.FLOAT: {"type": "number", "minimum": -_MOST_FLOAT, "maximum": _MOST_FLOAT},
    ColumnType.DOUBLE: {"type": "number"},
    ColumnType.STRING: {"type": "string"},
    # Not `date-time`: a day alone and a time without a zone are taken as well.
    ColumnType.DATETIME: {"type": "string"},
}
_EXAMPLES: dict[ColumnType, object] = {
    ColumnType.BOOLEAN: True,
    ColumnType.INTEGER: 1,
    ColumnType.LONG: 1,
    ColumnType.FLOAT: 0.5,
    ColumnType.DOUBLE: 0.5,
    ColumnType.STRING: "text",
    ColumnType.DATETIME: "2024-01-31T12:00:00Z",
}
_NEVER_MISSING = frozenset({ColumnType.BOOLEAN, ColumnType.INTEGER, ColumnType.LONG})

SCALAR: Schema = {"type": ["boolean", "number", "string", "null"]}
"""A value of a model that isn't known."""


def input_value(column: Column) -> Schema:
    """What the validator lets in."""
    schema = _TYPES[column.type]
    nullable = schema if column.required else {**schema, "type": [schema["type"], "null"]}
    return {**nullable, "description": rule_of(column)}


def output_value(column: Column) -> Schema:
    """What a reply holds: null stands for what JSON has no form of."""
    kind = _TYPES[column.type]["type"]
    return {"type": kind if column.type in _NEVER_MISSING else [kind, "null"]}


def example_value(column: Column) -> object:
    """A made-up value; a package's own example row may be somebody's data."""
    return _EXAMPLES[column.type]
