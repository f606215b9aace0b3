"""What every route answers beside its own reply: the request's id, and refusals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.http.request_id import HEADER, PATTERN
from slipway.serving.server.openapi.schema import Schema, closed

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON = "application/json"
TEXT = "text/plain"
_ID: Schema = {"type": "string", "pattern": f"^{PATTERN}$"}
_WORDS = {
    400: "The request can't be understood, or its columns don't fit the model's signature.",
    404: "No such route, or a model or version that this process doesn't serve.",
    405: "The route has no such method; the header Allow names those that it has.",
    408: "The body was not complete in time.",
    413: "The body is larger than this process reads.",
    415: "No codec reads this content type, charset or encoding.",
    429: "The queue is full. Nothing was computed; the header Retry-After says when to come back.",
    500: "The model or the server failed; its log has the cause under the request's id.",
    503: "The model is not loaded yet.",
    504: "No prediction within the deadline, queue included.",
}
_OWN_HEADERS: dict[int, tuple[str, Schema]] = {
    405: ("allow", {"type": "string"}),
    429: ("retry-after", {"type": "integer", "minimum": 0}),
}

ID_PARAMETER: Schema = {
    "name": HEADER.decode(),
    "in": "header",
    "required": False,
    "description": "The caller's id of the request, by which labels are joined; else one is made.",
    "schema": _ID,
}
ERROR: Schema = closed({"error": {"type": "string", "minLength": 1}})


def refusals() -> Mapping[str, Schema]:
    """Every refusal as a component of its own."""
    return {_name(status): _refusal(status) for status in _WORDS}


def refused(*statuses: int) -> Mapping[str, Schema]:
    """A route's refusals by reference, with those of every route."""
    return {
        str(status): {"$ref": f"#/components/responses/{_name(status)}"}
        for status in sorted({400, 500, *statuses})
    }


def answer(
    description: str,
    content: Mapping[str, Schema],
    headers: Mapping[str, Schema] | None = None,
) -> Schema:
    """A reply of some content types, each by its schema."""
    return {
        "description": description,
        "headers": {HEADER.decode(): {"required": True, "schema": _ID}, **(headers or {})},
        "content": {kind: {"schema": schema} for kind, schema in content.items()},
    }


def _name(status: int) -> str:
    return f"Refused{status}"


def _refusal(status: int) -> Schema:
    headers: dict[str, Schema] = {}
    if status in _OWN_HEADERS:
        name, schema = _OWN_HEADERS[status]
        headers[name] = {"required": True, "schema": schema}
    content: Schema = {"$ref": "#/components/schemas/Error"}
    return answer(_WORDS[status], {JSON: content}, headers)
