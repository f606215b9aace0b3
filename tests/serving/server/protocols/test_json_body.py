from __future__ import annotations

import pytest

from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols.json_body import json_object

# Each is refused, or read, the same way whether or not the word NaN stands beside it.
BEYOND_JSON = [
    b'"\\ud800"',
    b"Infinity",
    b"-Infinity",
    b"1e999",
]


@pytest.mark.parametrize("text", BEYOND_JSON, ids=repr)
@pytest.mark.parametrize("beside", [b"1", b"NaN"])
def test_what_no_reply_could_repeat_is_refused_beside_nan_too(text: bytes, beside: bytes) -> None:
    with pytest.raises(BadRequest, match="got text that is not JSON"):
        json_object(b'{"a": %b, "b": %b}' % (text, beside))


@pytest.mark.parametrize("beside", [b"1", b"NaN"])
def test_an_endless_integer_is_the_same_number_beside_nan(beside: bytes) -> None:
    assert json_object(b'{"a": 1%b, "b": %b}' % (b"0" * 30, beside))["a"] == 1e30


def test_nan_is_null() -> None:
    assert json_object(b'{"a": [NaN, 1.5]}') == {"a": [None, 1.5]}
