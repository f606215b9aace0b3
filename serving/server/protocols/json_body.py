"""A request's body as a JSON object."""

from __future__ import annotations

import json
from contextlib import suppress

import orjson

from slipway.serving.server.errors import BadRequest


def json_object(body: bytes) -> dict[str, object]:
    """The object. A missing value is null; the word NaN is read as one, Infinity is refused."""
    try:
        document: object = orjson.loads(body)
    except orjson.JSONDecodeError as fault:
        document = _with_nan(body, fault)
    if not isinstance(document, dict):
        raise BadRequest("body", got=json_kind(document), expected="a JSON object")
    return document


def _with_nan(body: bytes, fault: orjson.JSONDecodeError) -> object:
    """NaN is no JSON, but Python's own encoder writes it, and with it MLflow's scoring client."""
    if b"NaN" in body:
        with suppress(ValueError, RecursionError):
            parsed = json.loads(body, parse_constant=_null_for_nan)
            # Once more by the strict parser, so that one word doesn't open the door to the
            # infinities, half surrogates and endless integers that Python's own lets pass.
            document: object = orjson.loads(json.dumps(parsed, allow_nan=False))
            return document
    # The place is all that is said: the document itself is never repeated.
    raise BadRequest(
        f"body, line {fault.lineno} column {fault.colno}",
        got="text that is not JSON",
        expected="a JSON object in UTF-8 (null for a missing number)",
    ) from None


def _null_for_nan(constant: str) -> None:
    if constant != "NaN":
        raise ValueError


def json_kind(value: object) -> str:
    """A value's kind in words, for messages that must not repeat the value."""
    if value is None:
        return "null"
    kinds = {bool: "a boolean", int: "a number", float: "a number", str: "a string", list: "a list"}
    return kinds.get(type(value), "an object")
