"""One operation of a path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.openapi.responses import ID_PARAMETER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slipway.serving.server.openapi.schema import Schema


def operation(
    name: str,
    summary: str,
    *,
    tag: str,
    responses: Mapping[str, Schema],
    parameters: Sequence[Schema] = (),
    body: Mapping[str, Schema] | None = None,
) -> Schema:
    """`name` is what generated clients call their function; `body` holds media types by name."""
    described: dict[str, object] = {
        "operationId": name,
        "summary": summary,
        "tags": [tag],
        "parameters": [ID_PARAMETER, *parameters],
        "responses": dict(responses),
    }
    if body is not None:
        described["requestBody"] = {"required": True, "content": dict(body)}
    return described
