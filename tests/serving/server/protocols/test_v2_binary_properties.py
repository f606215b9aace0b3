"""Properties of the binary form that hold for all values, not for chosen ones."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays_of

from slipway.serving.package import Column, ColumnType, Signature
from slipway.serving.server.errors import BadRequest, InvalidInput
from slipway.serving.server.protocols import v2_request
from slipway.serving.server.protocols.v2_binary import decode_tensor, encode_tensor
from slipway.serving.server.protocols.v2_bytes import decode_texts, encode_texts
from slipway.serving.server.protocols.v2_types import ACCEPTED, DTYPES
from slipway.serving.server.validator import Validator
from tests.serving.server.binary_body import HEADER, NUMPY, binary_body, binary_input, raw

if TYPE_CHECKING:
    from slipway.serving.server.table import Array

# A busy machine is no fault: nothing here is about time.
QUIET = settings(deadline=None, max_examples=60)
TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])))
ALL_TYPES = Signature(
    inputs=tuple(
        Column(name=f"{kind.value}-{required}", type=kind, required=required)
        for kind in ColumnType
        for required in (True, False)
    )
)


def test_the_datatypes_are_those_of_the_protocol() -> None:
    assert {name: np.dtype(kind) for name, kind in NUMPY.items()} == DTYPES


@pytest.mark.parametrize("datatype", sorted(NUMPY))
@QUIET
@given(data=st.data())
def test_numbers_come_back_bit_by_bit(datatype: str, data: st.DataObject) -> None:
    values = data.draw(arrays_of.arrays(np.dtype(NUMPY[datatype]), st.integers(0, 20)))
    piece = memoryview(bytes(encode_tensor(values)))
    back = decode_tensor("tensor", piece, datatype, (len(values), 1))
    assert isinstance(back, np.ndarray)
    assert (back.dtype, back.tobytes()) == (values.dtype, values.tobytes())


@pytest.mark.parametrize("datatype", sorted(NUMPY))
def test_numbers_are_written_in_little_endian_from_any_layout(datatype: str) -> None:
    values = np.arange(12).astype(NUMPY[datatype])
    swapped = values.astype(values.dtype.newbyteorder(">"))
    assert bytes(encode_tensor(swapped[::3])) == values[::3].tobytes()


@QUIET
@given(texts=TEXTS)
def test_texts_come_back(texts: list[str]) -> None:
    piece = memoryview(encode_texts(texts))
    assert decode_texts("tensor", piece, len(texts)) == texts
    assert piece == raw("BYTES", texts)


@QUIET
@given(data=st.binary(max_size=40), count=st.integers(0, 4))
def test_any_bytes_are_texts_that_write_the_same_or_are_refused(data: bytes, count: int) -> None:
    try:
        texts = decode_texts("tensor", memoryview(data), count)
    except BadRequest:
        return
    assert encode_texts(texts) == data


def values_of(datatype: str) -> st.SearchStrategy[list[object]]:
    """Values that have the same meaning in JSON and in the datatype's bytes."""
    if datatype == "BYTES":
        element: st.SearchStrategy[object] = st.text(st.characters(exclude_categories=["Cs"]))
    elif datatype == "BOOL":
        element = st.booleans()
    elif datatype.startswith("FP"):
        element = st.floats(width=int(datatype[2:]), allow_infinity=False)  # type: ignore[arg-type]  # 16, 32 or 64
    else:
        limits = np.iinfo(NUMPY[datatype])
        element = st.integers(int(limits.min), int(limits.max))
    return st.lists(element, min_size=1, max_size=5)


@pytest.mark.parametrize(
    ("kind", "datatype"), [(kind, one) for kind, many in ACCEPTED.items() for one in many]
)
@QUIET
@given(data=st.data())
def test_bytes_and_json_mean_the_same(kind: ColumnType, datatype: str, data: st.DataObject) -> None:
    values = data.draw(values_of(datatype))
    required = data.draw(st.booleans())
    signature = Signature(inputs=(Column(name="c", type=kind, required=required),))
    part = raw(datatype, values)
    binary = binary_body([binary_input("c", datatype, [len(values)], part)], [part])
    plain = json.dumps(
        {"inputs": [{"name": "c", "datatype": datatype, "shape": [len(values)], "data": values}]}
    )

    by_json = outcome(plain.encode(), None, signature)
    by_bytes = outcome(binary.content, binary.headers[HEADER].encode(), signature)
    if isinstance(by_json, np.ndarray):
        assert isinstance(by_bytes, np.ndarray), by_bytes
        assert by_bytes.dtype == by_json.dtype
        np.testing.assert_array_equal(by_bytes, by_json)
        assert by_bytes.flags.writeable
        assert by_bytes.flags.aligned
    else:
        assert isinstance(by_bytes, str), f"bytes were taken; in JSON {by_json}"


def outcome(body: bytes, header: bytes | None, signature: Signature) -> Array | str:
    """The array that the model would get, or the refusal; any other error fails the test."""
    try:
        request = v2_request.decode(body, signature, header)
        return Validator(signature).check(request.table).arrays[0]
    except (BadRequest, InvalidInput) as error:
        return str(error)


@settings(max_examples=400, deadline=None)
@given(data=st.data(), tail=st.binary(max_size=64))
def test_any_bytes_behind_a_valid_json_part_are_rows_or_a_400(
    data: st.DataObject, tail: bytes
) -> None:
    datatypes = st.sampled_from([*NUMPY, "BYTES", "other"])
    names = st.sampled_from([*ALL_TYPES.names, "unknown"])
    sizes = st.integers(0, 4) | st.sampled_from([8, 14, 16, 32, 2**31])
    tensors = data.draw(
        st.lists(
            st.fixed_dictionaries(
                {
                    "name": names,
                    "datatype": datatypes,
                    "shape": st.lists(sizes, max_size=3),
                    "parameters": st.fixed_dictionaries({"binary_data_size": sizes}),
                }
            ),
            max_size=3,
        )
    )
    body = binary_body(tensors, [tail])
    found = outcome(body.content, body.headers[HEADER].encode(), ALL_TYPES)
    assert isinstance(found, (str, np.ndarray))
