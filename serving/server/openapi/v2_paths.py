"""The routes of `http/v2_routes.py`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.openapi.operation import operation
from slipway.serving.server.openapi.responses import JSON, answer, refused
from slipway.serving.server.openapi.schema import Schema, closed, reference
from slipway.serving.server.openapi.v2_schemas import inference_example
from slipway.serving.server.protocols import v2_binary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.package.manifest import Manifest

_TAG = "open inference protocol v2"
_BYTES = "application/octet-stream"
_LENGTH_NAME = v2_binary.HEADER.decode()
_LENGTH: Schema = {"type": "integer", "minimum": 1}
_LENGTH_PARAMETER: Schema = {
    "name": _LENGTH_NAME,
    "in": "header",
    "required": False,
    "description": "Length of the body's JSON part in bytes, where binary tensors follow it.",
    "schema": _LENGTH,
}


def v2_paths(manifest: Manifest | None) -> Mapping[str, Schema]:
    """Server, health and model routes; the model's with and without its version."""
    model, version = "/v2/models/{model}", "/versions/{version}"
    named = _path_parameter("model", None if manifest is None else manifest.name)
    numbered = _path_parameter("version", None if manifest is None else manifest.version)
    return {
        "/v2": {"get": _get("serverMetadata", "Server metadata", reference("ServerMetadata"))},
        "/v2/health/live": {
            "get": _get(
                "serverLive", "Whether the process lives", closed({"live": {"const": True}})
            )
        },
        "/v2/health/ready": {"get": _ready("serverReady", [], {})},
        **_model_paths(model, "model", [named], manifest),
        **_model_paths(f"{model}{version}", "modelVersion", [named, numbered], manifest),
    }


def _model_paths(
    path: str, name: str, parameters: list[Schema], manifest: Manifest | None
) -> Mapping[str, Schema]:
    metadata = operation(
        f"{name}Metadata",
        "Model metadata",
        tag=_TAG,
        parameters=parameters,
        responses={
            "200": answer("Its inputs and outputs.", {JSON: reference("ModelMetadata")}),
            **refused(404, 503),
        },
    )
    return {
        path: {"get": metadata},
        f"{path}/ready": {"get": _ready(f"{name}Ready", parameters, {"name": {"type": "string"}})},
        f"{path}/infer": {"post": _infer(f"{name}Infer", parameters, manifest)},
    }


def _infer(name: str, parameters: list[Schema], manifest: Manifest | None) -> Schema:
    request: dict[str, object] = {"schema": reference("InferenceRequest")}
    if manifest is not None:
        request["examples"] = {"row": {"value": inference_example(manifest.signature)}}
    length: Mapping[str, Schema] = {
        _LENGTH_NAME: {
            "required": False,
            "description": "Length of the JSON part; only where an output is binary.",
            "schema": _LENGTH,
        }
    }
    content: dict[str, Schema] = {JSON: reference("InferenceReply"), _BYTES: {}}
    return operation(
        name,
        "Predictions; binary tensors follow the JSON in both directions",
        tag=_TAG,
        parameters=[*parameters, _LENGTH_PARAMETER],
        body={JSON: request, _BYTES: {}},
        responses={
            "200": answer("The outputs.", content, length),
            **refused(404, 408, 413, 415, 429, 503, 504),
        },
    )


def _ready(name: str, parameters: list[Schema], more: Mapping[str, Schema]) -> Schema:
    """Not ready is no error: the same object with the other word."""
    return operation(
        name,
        "Whether new traffic should come here",
        tag=_TAG,
        parameters=parameters,
        responses={
            "200": answer("It should.", {JSON: closed({**more, "ready": {"const": True}})}),
            **refused(*((404,) if parameters else ())),
            "503": answer(
                "Loading or draining.", {JSON: closed({**more, "ready": {"const": False}})}
            ),
        },
    )


def _get(name: str, summary: str, schema: Schema) -> Schema:
    responses = {"200": answer(f"{summary}.", {JSON: schema}), **refused()}
    return operation(name, summary, tag=_TAG, responses=responses)


def _path_parameter(name: str, value: str | None) -> Schema:
    schema: Schema = {"type": "string", "minLength": 1}
    if value is not None:
        schema = {"type": "string", "enum": [value]}
    return {"name": name, "in": "path", "required": True, "schema": schema}
