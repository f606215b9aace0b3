"""What a body with a binary part is refused for: the sentence names the tensor, never a value."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import pytest

from slipway.serving.package import Column, ColumnType, Signature
from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols import v2_request
from tests.serving.server.binary_body import HEADER, binary_body, binary_input, raw

if TYPE_CHECKING:
    from tests.serving.server.binary_body import BinaryBody

SIGNATURE = Signature(
    inputs=(
        Column(name="price", type=ColumnType.DOUBLE),
        Column(name="open", type=ColumnType.BOOLEAN),
        Column(name="place", type=ColumnType.STRING),
    )
)
PRICES = raw("FP64", [1.5, 2.5])
TEXTS = raw("BYTES", ["a-secret", "b"])


def refusal(body: BinaryBody, header: str | None = None) -> str:
    length = body.headers[HEADER] if header is None else header
    with pytest.raises(BadRequest) as error:
        v2_request.decode(body.content, SIGNATURE, length.encode())
    assert "a-secret" not in str(error.value)
    return str(error.value)


def one(name: str, datatype: str, shape: list[int], data: bytes) -> BinaryBody:
    return binary_body([binary_input(name, datatype, shape, data)], [data])


@pytest.mark.parametrize(
    ("header", "sentence"),
    [
        ("", "got something else; expected the length of the body's JSON part"),
        ("-1", "got something else"),
        ("+5", "got something else"),
        ("1.0", "got something else"),
        ("0x10", "got something else"),
        ("\u0664", "got something else"),
        ("9" * 5000, "got something else"),
        ("999999", "got more bytes than the body has; expected at most"),
        ("0", "text that is not JSON"),
        ("7", "text that is not JSON"),
    ],
)
def test_a_header_that_is_no_length_of_the_json_part(header: str, sentence: str) -> None:
    message = refusal(one("price", "FP64", [2], PRICES), header)
    assert sentence in message
    if "JSON" not in sentence:
        assert message.startswith("header inference-header-content-length: ")


@pytest.mark.parametrize("size", [-1, True, 1.5, "16", None, [16]])
def test_a_size_that_is_no_whole_number(size: object) -> None:
    tensor = binary_input("price", "FP64", [2], PRICES) | {"parameters": {"binary_data_size": size}}
    assert refusal(binary_body([tensor], [PRICES])) == (
        "inputs[0].parameters.binary_data_size, tensor 'price': got something else than a size; "
        "expected a whole number of bytes."
    )


def test_parameters_that_are_no_object() -> None:
    tensor = binary_input("price", "FP64", [2], PRICES) | {"parameters": [1]}
    assert refusal(binary_body([tensor], [PRICES])).startswith("inputs[0].parameters: got a list;")


def test_sizes_beyond_the_bodys_end() -> None:
    tensors = [binary_input(name, "FP64", [2], PRICES) for name in ("price", "other")]
    assert refusal(binary_body(tensors, [PRICES, PRICES[:5]])) == (
        "inputs[1].parameters.binary_data_size, tensor 'other': got 16 bytes; "
        "expected at most the 5 that are left of the body."
    )


def test_bytes_that_belong_to_no_tensor() -> None:
    body = binary_body([binary_input("price", "FP64", [2], PRICES)], [PRICES, b"a-secret"])
    assert refusal(body) == (
        "body: got 8 bytes after the binary data of tensor 'price'; "
        "expected binary_data_size that sum to the length of the binary data."
    )


@pytest.mark.parametrize(
    ("datatype", "shape", "sentence"),
    [
        ("FP64", [3], "got 16 bytes; expected 24, as FP64 of the shape"),
        ("FP32", [2], "got 16 bytes; expected 8, as FP32 of the shape"),
        ("FP64", [0], "got 16 bytes; expected 0"),
        ("BOOL", [2], "got 16 bytes; expected 2"),
        ("FP64", [2**31 - 1, 2**31 - 1], "got 16 bytes; expected"),
    ],
)
def test_a_size_that_does_not_fit_datatype_and_shape(
    datatype: str, shape: list[int], sentence: str
) -> None:
    message = refusal(one("price", datatype, shape, PRICES))
    assert message.startswith("inputs[0], tensor 'price': ")
    assert sentence in message


@pytest.mark.parametrize("shape", [[2**31], [1] * 9, [-1], [True], []])
def test_a_shape_that_is_none(shape: list[int]) -> None:
    assert refusal(one("price", "FP64", shape, PRICES)).startswith("inputs[0].shape: got ")


@pytest.mark.parametrize(
    ("data", "shape", "sentence"),
    [
        (TEXTS, [3], "tensor 'place': got 2 elements; expected 3, as the shape"),
        (TEXTS, [1], "tensor 'place': got 2 elements; expected 1, as the shape"),
        (TEXTS[:-1], [2], "tensor 'place', element 1: got an end of the data within it"),
        (TEXTS + b"\0\0", [2], "tensor 'place', element 2: got an end of the data within it"),
        (struct.pack("<I", 2**32 - 1) + b"a-secret", [1], "element 0: got an end of the data"),
        (struct.pack("<I", 2) + b"\xff\xfe", [1], "element 0: got bytes that are not UTF-8"),
        (b"", [1], "got 0 elements; expected 1"),
    ],
)
def test_texts_that_overrun_their_data_or_shape(
    data: bytes, shape: list[int], sentence: str
) -> None:
    assert sentence in refusal(one("place", "BYTES", shape, data))


def test_a_boolean_is_zero_or_one() -> None:
    assert refusal(one("open", "BOOL", [3], b"\0\1\2")) == (
        "inputs[0], tensor 'open', element 2: got another byte; expected 0 or 1."
    )


def test_data_in_both_places() -> None:
    tensor = binary_input("price", "FP64", [2], PRICES) | {"data": [1.5, 2.5]}
    assert refusal(binary_body([tensor], [PRICES])) == (
        "inputs[0], tensor 'price': got both data and parameters.binary_data_size; "
        "expected one of them."
    )


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"parameters": {"binary_data_output": 1}}, "parameters.binary_data_output: got a number"),
        ({"parameters": "x"}, "parameters: got a string; expected an object"),
        (
            {"outputs": [{"name": "p", "parameters": {"binary_data": "yes"}}]},
            "outputs[0].parameters.binary_data: got a string; expected a boolean",
        ),
        ({"outputs": [{"name": "p", "parameters": 3}]}, "outputs[0].parameters: got a number"),
    ],
)
def test_a_reply_form_that_is_no_boolean(more: dict[str, object], sentence: str) -> None:
    tensor = binary_input("price", "FP64", [2], PRICES)
    assert sentence in refusal(binary_body([tensor], [PRICES], **more))


def test_a_name_is_repeated_short_and_printable() -> None:
    message = refusal(one("\u2028" + "x" * 900, "FP64", [3], PRICES))
    assert "tensor '\\u2028xxx" in message
    assert len(message) < 200
