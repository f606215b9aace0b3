"""The id under which a request is logged, answered and joined with its label."""

from __future__ import annotations

import itertools
import os
import re

from slipway.serving.server.errors import BadRequest

HEADER = b"x-request-id"
# No slash: row ids of the log are `<id>/<row>`.
PATTERN = "[A-Za-z0-9._:=+@-]{1,128}"
_ID = re.compile(PATTERN)
# Chance makes a process's ids its own, a count makes them differ; asking the kernel for chance each
# time would take longer than the model.
_OF_THIS_PROCESS = os.urandom(10).hex()
_numbers = itertools.count()


def is_request_id(text: str) -> bool:
    """Whether a text can be a join key."""
    return _ID.fullmatch(text) is not None


def header_id(value: bytes) -> str:
    """The client's id; one that can't be a key is refused, for replacing it would lose labels."""
    text = value.decode("latin-1")
    if not is_request_id(text):
        raise BadRequest(
            "header x-request-id",
            got="another form",
            expected="1 to 128 of A-Z a-z 0-9 . _ : = + @ -",
        )
    return text


def new_id() -> str:
    """An id that nobody else has."""
    return f"{_OF_THIS_PROCESS}{next(_numbers):012x}"
