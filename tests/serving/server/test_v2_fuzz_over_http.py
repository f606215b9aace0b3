"""Generated bodies against a real server: it answers, never with a 5xx, and serves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.serving.server.binary_body import BinaryBody, binary_body, binary_columns, binary_input
from tests.serving.server.loan_rows import DATATYPES, records

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess

INFER = "/v2/models/tolerant/infer"
FUZZ = settings(max_examples=60, deadline=None, derandomize=True)
SIZES = {"FP64": 8, "FP32": 4, "INT64": 8, "INT32": 4, "BOOL": 1}


def answered(server: ServerProcess, body: BinaryBody, *allowed: int) -> int:
    reply = server.client.post(INFER, content=body.content, headers=body.headers)
    assert reply.status_code in allowed, reply.text
    if reply.status_code != 200:
        assert reply.json().keys() == {"error"}
    return reply.status_code


@FUZZ
@given(data=st.data())
def test_any_bytes_of_the_right_sizes_are_predicted_or_refused(
    tolerant: ServerProcess, data: st.DataObject
) -> None:
    inputs, parts = [], []
    for name, datatype in DATATYPES.items():
        size = SIZES.get(datatype)
        least, most = (size, size) if size else (0, 24)
        part = data.draw(st.binary(min_size=least, max_size=most), label=name)
        if datatype == "BYTES" and data.draw(st.booleans()):
            part = len(part).to_bytes(4, "little") + part
        inputs.append(binary_input(name, datatype, [1], part))
        parts.append(part)
    answered(tolerant, binary_body(inputs, parts), 200, 400)


@FUZZ
@given(number=st.floats(), whole=st.integers(-(2**63), 2**63 - 1), text=st.text())
def test_any_number_and_text_is_predicted_unless_it_is_missing_or_infinite(
    tolerant: ServerProcess, number: float, whole: int, text: str
) -> None:
    row = {name: (kind, [records(1)[0][name]]) for name, kind in DATATYPES.items()}
    row |= {"income": ("FP64", [number]), "age": ("INT64", [whole])}
    row |= {"region": ("BYTES", [text])}
    finite = number - number == 0
    answered(tolerant, binary_columns(row), 200 if finite else 400)


@FUZZ
@given(tail=st.binary(max_size=200), header=st.integers(0, 400))
def test_any_tail_and_any_length_of_the_json_part_are_a_400(
    tolerant: ServerProcess, tail: bytes, header: int
) -> None:
    whole = binary_columns({"income": ("FP64", [1.0])})
    headers = whole.headers | {"inference-header-content-length": str(header)}
    answered(tolerant, BinaryBody(content=whole.content + tail, headers=headers), 400)
    assert tolerant.client.get("/v2/health/ready").status_code == 200
