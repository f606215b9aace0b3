"""Generated bodies of the scoring route: predicted or refused, and the server serves on."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.serving.server.loan_rows import DATATYPES

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess

FUZZ = settings(max_examples=120, deadline=None, derandomize=True)
NAMES = st.sampled_from([*DATATYPES, "unknown"])
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=8)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
FORMS = st.sampled_from(["dataframe_split", "dataframe_records", "instances", "inputs", "params"])
# The signs that mean something in CSV, and little else, so that they meet.
LINES = st.text(st.sampled_from('",\r\n\0 1.eE-_é'), max_size=60)


def post(server: ServerProcess, content: bytes, kind: str) -> None:
    reply = server.client.post("/invocations", content=content, headers={"content-type": kind})
    assert reply.status_code in {200, 400}, reply.text
    if reply.status_code == 400:
        assert reply.json().keys() == {"error"}


@FUZZ
@given(head=st.lists(NAMES, max_size=3), lines=LINES, tail=st.binary(max_size=6))
def test_any_csv_is_answered(
    tolerant: ServerProcess, head: list[str], lines: str, tail: bytes
) -> None:
    post(tolerant, ",".join(head).encode() + b"\n" + lines.encode() + tail, "text/csv")


@FUZZ
@given(body=st.dictionaries(FORMS, VALUES, max_size=2) | VALUES)
def test_any_json_is_answered(tolerant: ServerProcess, body: object) -> None:
    post(tolerant, json.dumps(body).encode(), "application/json")


@FUZZ
@given(
    names=st.lists(NAMES, min_size=1, max_size=3, unique=True),
    rows=st.lists(st.lists(SCALARS, min_size=1, max_size=3), max_size=3),
)
def test_any_split_rows_are_answered(
    tolerant: ServerProcess, names: list[str], rows: list[list[object]]
) -> None:
    body = {"dataframe_split": {"columns": names, "data": rows}}
    post(tolerant, json.dumps(body).encode(), "application/json")
