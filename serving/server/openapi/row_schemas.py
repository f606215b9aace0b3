"""The bodies of `/invocations`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.openapi.schema import Schema, any_of, closed, reference
from slipway.serving.server.openapi.values import (
    SCALAR,
    example_value,
    input_value,
    output_value,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slipway.serving.package.signature import Column, Signature

_FORMS = ("dataframe_split", "dataframe_records", "instances", "inputs")
# `params` is MLflow's word for settings of one inference; no served model has any.
_NO_PARAMS: Schema = {"type": ["object", "null"], "maxProperties": 0}


def row_schemas(signature: Signature | None) -> Mapping[str, Schema]:
    """The components that the route's bodies are made of."""
    inputs = None if signature is None else signature.inputs
    outputs = () if signature is None else signature.outputs
    forms: dict[str, Schema] = {
        "dataframe_split": reference("SplitRows"),
        "dataframe_records": reference("Rows"),
        "instances": reference("Rows"),
        "inputs": {"anyOf": [reference("Rows"), reference("Columns")]},
    }
    return {
        "Record": _record(inputs),
        "Row": _row(inputs),
        "Rows": _rows(inputs),
        "Columns": _columns(inputs),
        "SplitRows": _split(inputs),
        "InvocationRequest": {
            "type": "object",
            "properties": {**forms, "params": _NO_PARAMS},
            "oneOf": [{"required": [form]} for form in _FORMS],
        },
        "InvocationReply": closed(
            {"predictions": {"type": "array", "minItems": 1, "items": _prediction(outputs)}}
        ),
    }


def invocation_example(signature: Signature) -> object:
    """One made-up row that the validator takes."""
    return {
        "dataframe_records": [{column.name: example_value(column) for column in signature.inputs}]
    }


def _record(inputs: Sequence[Column] | None) -> Schema:
    if inputs is None:
        return {"type": "object", "additionalProperties": SCALAR}
    optional = tuple(column.name for column in inputs if not column.required)
    return closed({column.name: input_value(column) for column in inputs}, optional=optional)


def _row(inputs: Sequence[Column] | None) -> Schema:
    """Values by position."""
    if inputs is None:
        return {"type": "array", "items": SCALAR}
    return {
        "type": "array",
        "prefixItems": [input_value(column) for column in inputs],
        "minItems": len(inputs),
        "maxItems": len(inputs),
    }


def _rows(inputs: Sequence[Column] | None) -> Schema:
    kinds: list[Schema] = [_many(reference("Record")), _many(reference("Row"))]
    if inputs is None:
        kinds.append(_many(SCALAR))
    elif len(inputs) == 1:
        kinds.append(_many(input_value(inputs[0])))
    return any_of(kinds)


def _columns(inputs: Sequence[Column] | None) -> Schema:
    """Lists of one length by name."""
    if inputs is None:
        return {"type": "object", "additionalProperties": _many(SCALAR), "minProperties": 1}
    optional = tuple(column.name for column in inputs if not column.required)
    return closed({column.name: _many(input_value(column)) for column in inputs}, optional=optional)


def _split(inputs: Sequence[Column] | None) -> Schema:
    """Rows of values by the position of `columns`, which may be in any order."""
    name: Schema = {"type": "string"}
    if inputs is not None:
        name = {"type": "string", "enum": [column.name for column in inputs]}
    return {
        "type": "object",
        "required": ["columns", "data"],
        "properties": {
            "columns": {"type": "array", "items": name, "uniqueItems": True},
            "data": _many({"type": "array", "items": SCALAR}),
        },
    }


def _prediction(outputs: Sequence[Column]) -> Schema:
    """A flat list of labels, or records of a model that names its outputs otherwise."""
    if not outputs:
        return any_of([SCALAR, {"type": "object", "additionalProperties": SCALAR}])
    if outputs[0].name == "prediction":
        return output_value(outputs[0])
    return closed({column.name: output_value(column) for column in outputs})


def _many(items: Schema) -> Schema:
    return {"type": "array", "minItems": 1, "items": items}
