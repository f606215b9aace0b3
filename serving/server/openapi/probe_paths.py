"""The routes of `http/probe_routes.py` and of this document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.openapi.operation import operation
from slipway.serving.server.openapi.responses import JSON, TEXT, answer, refused

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.server.openapi.schema import Schema

_TEXT: Schema = {"type": "string"}
_BLANK: Schema = {"const": "\n"}


def probe_paths() -> Mapping[str, Schema]:
    """Probes, metrics, and the document itself."""
    return {
        "/ping": {"get": _ping("ping")},
        "/health": {"get": _ping("health")},
        "/version": {"get": _get("version", "The version of MLflow in this process", TEXT, _TEXT)},
        "/metrics": {
            "get": _get("metrics", "Metrics in Prometheus's text format", TEXT, _TEXT),
        },
        "/openapi.json": {
            "get": _get("openapi", "This document", JSON, {"type": "object"}),
        },
    }


def _ping(name: str) -> Schema:
    return operation(
        name,
        "Whether new traffic should come here",
        tag="process",
        responses={
            "200": answer("It should.", {TEXT: _BLANK}),
            **refused(),
            "503": answer("The process is loading or draining.", {TEXT: _BLANK}),
        },
    )


def _get(name: str, summary: str, kind: str, schema: Schema) -> Schema:
    responses = {"200": answer(f"{summary}.", {kind: schema}), **refused()}
    return operation(name, summary, tag="process", responses=responses)
