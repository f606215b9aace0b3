"""The bodies of the Open Inference Protocol's routes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.openapi.schema import ANY, Schema, any_of, closed, reference
from slipway.serving.server.openapi.values import SCALAR, example_value, input_value, output_value
from slipway.serving.server.protocols.v2_tensor import MOST_SIZE
from slipway.serving.server.protocols.v2_types import ACCEPTED, DATATYPES, DATATYPES_READ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slipway.serving.package.signature import Column, Signature

_SIZE: Schema = {"type": "integer", "minimum": 0, "maximum": MOST_SIZE}
_TEXT: Schema = {"type": "string"}


def v2_schemas(signature: Signature | None) -> Mapping[str, Schema]:
    """The components that the protocol's bodies are made of."""
    inputs = None if signature is None else signature.inputs
    outputs = () if signature is None else signature.outputs
    return {
        "InferenceRequest": {
            "type": "object",
            "required": ["inputs"],
            "properties": {
                "id": {"type": ["string", "null"]},
                "inputs": {"type": "array", "minItems": 1, "items": reference("InputTensor")},
                "outputs": {"type": ["array", "null"], "items": reference("RequestedOutput")},
                "parameters": _parameters("binary_data_output", {"type": "boolean"}),
            },
        },
        "InputTensor": _input_tensor(inputs),
        "RequestedOutput": {
            "type": "object",
            "required": ["name"],
            "properties": {
                "name": _name(outputs),
                "parameters": _parameters("binary_data", {"type": "boolean"}),
            },
        },
        "InferenceReply": closed(
            {
                "model_name": _TEXT,
                "model_version": _TEXT,
                "id": _TEXT,
                "outputs": {"type": "array", "items": _output_tensor(outputs)},
            }
        ),
        **_metadata(),
    }


def inference_example(signature: Signature) -> object:
    """One made-up row that the validator takes."""
    return {
        "inputs": [
            {
                "name": column.name,
                "shape": [1],
                "datatype": DATATYPES[column.type],
                "data": [example_value(column)],
            }
            for column in signature.inputs
        ]
    }


def _input_tensor(inputs: Sequence[Column] | None) -> Schema:
    """A column's tensor, or the one tensor for all columns."""
    if inputs is None:
        shape: Schema = {"type": "array", "items": _SIZE, "minItems": 1, "maxItems": 2}
        return _tensor(_TEXT, DATATYPES_READ, shape, SCALAR)
    vector: Schema = {
        "type": "array",
        "prefixItems": [_SIZE, {"const": 1}],
        "minItems": 1,
        "maxItems": 2,
    }
    tensors = [
        _tensor({"const": column.name}, ACCEPTED[column.type], vector, input_value(column))
        for column in inputs
    ]
    shared = [
        datatype
        for datatype in DATATYPES_READ
        if all(datatype in ACCEPTED[column.type] for column in inputs)
    ]
    if len(inputs) > 1 and shared:
        matrix: Schema = {
            "type": "array",
            "prefixItems": [_SIZE, {"const": len(inputs)}],
            "minItems": 2,
            "maxItems": 2,
        }
        tensors.append(_tensor(_TEXT, shared, matrix, SCALAR))
    return any_of(tensors)


def _tensor(name: Schema, datatypes: Sequence[str], shape: Schema, value: Schema) -> Schema:
    """The data stands in the JSON, flat or nested as the shape, or follows it as bytes."""
    flat: Schema = {"type": "array", "items": value}
    return {
        "type": "object",
        "required": ["name", "shape", "datatype"],
        "properties": {
            "name": name,
            "shape": shape,
            "datatype": {"type": "string", "enum": [*datatypes]},
            "data": {"anyOf": [flat, {"type": "array", "items": flat}]},
            "parameters": _parameters("binary_data_size", {"type": "integer", "minimum": 0}),
        },
        "oneOf": [
            {"required": ["data"]},
            {
                "required": ["parameters"],
                "properties": {
                    "parameters": {"type": "object", "required": ["binary_data_size"]},
                },
            },
        ],
    }


def _output_tensor(outputs: Sequence[Column]) -> Schema:
    """Of a reply in JSON, or of the JSON part of a binary one."""
    if not outputs:
        return _answered(_TEXT, {"enum": sorted({*DATATYPES.values()})}, SCALAR)
    return any_of(
        [
            _answered(
                {"const": column.name}, {"const": DATATYPES[column.type]}, output_value(column)
            )
            for column in outputs
        ]
    )


def _answered(name: Schema, datatype: Schema, value: Schema) -> Schema:
    size = closed({"binary_data_size": {"type": "integer", "minimum": 0}})
    head: dict[str, Schema] = {
        "name": name,
        "shape": {"type": "array", "items": _SIZE, "minItems": 1, "maxItems": 1},
        "datatype": datatype,
        "data": {"type": "array", "minItems": 1, "items": value},
        "parameters": size,
    }
    schema = dict(closed(head, optional=("data", "parameters")))
    schema["oneOf"] = [{"required": ["data"]}, {"required": ["parameters"]}]
    return schema


def _metadata() -> Mapping[str, Schema]:
    names: Schema = {"type": "array", "items": _TEXT}
    tensor = closed(
        {
            "name": _TEXT,
            "datatype": {"enum": sorted({*DATATYPES.values()})},
            "shape": {"type": "array", "items": {"const": -1}, "minItems": 1, "maxItems": 1},
            "parameters": closed({"optional": {"const": True}}),
        },
        optional=("parameters",),
    )
    tensors: Schema = {"type": "array", "items": reference("TensorMetadata")}
    return {
        "ServerMetadata": closed({"name": _TEXT, "version": _TEXT, "extensions": names}),
        "TensorMetadata": tensor,
        "ModelMetadata": closed(
            {
                "name": _TEXT,
                "versions": names,
                "platform": _TEXT,
                "inputs": tensors,
                "outputs": tensors,
            }
        ),
    }


def _name(outputs: Sequence[Column]) -> Schema:
    if not outputs:
        return _TEXT
    return {"type": "string", "enum": [column.name for column in outputs]}


def _parameters(name: str, value: Schema) -> Schema:
    """Those that mean something here; the protocol lets others pass."""
    return {
        "type": ["object", "null"],
        "properties": {name: value},
        "additionalProperties": ANY,
    }
