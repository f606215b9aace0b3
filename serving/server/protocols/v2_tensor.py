"""One input tensor of a V2 request, its data in JSON or in the binary part."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from math import prod
from typing import TYPE_CHECKING

from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols.json_body import json_kind
from slipway.serving.server.protocols.v2_binary import decode_tensor
from slipway.serving.server.protocols.v2_parameters import Parameters
from slipway.serving.server.protocols.v2_types import DATATYPES_READ

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from slipway.serving.server.protocols.v2_binary import BinaryPart
    from slipway.serving.server.table import Array

MOST_SIZE = 2**31 - 1
_SHOWN_NAME = 40
_MOST_DIMENSIONS = 8


@dataclass(frozen=True, kw_only=True, slots=True)
class Tensor:
    """A tensor's head, and its data flat and row-major."""

    place: str
    name: str
    shape: tuple[int, ...]
    datatype: str
    data: Sequence[object] | Array

    @property
    def shape_words(self) -> str:
        """The shape for messages."""
        return str([*self.shape])


def read_tensor(index: int, item: object, binary: BinaryPart) -> Tensor:
    """The tensor; its binary data is the next piece of the binary part."""
    place = f"inputs[{index}]"
    if not isinstance(item, dict):
        raise BadRequest(place, got=json_kind(item), expected="an object")
    name, datatype = item.get("name"), item.get("datatype")
    if not isinstance(name, str):
        raise BadRequest(f"{place}.name", got=json_kind(name), expected="a string")
    if not isinstance(datatype, str):
        raise BadRequest(f"{place}.datatype", got=json_kind(datatype), expected="a string")
    if datatype not in DATATYPES_READ:
        raise BadRequest(
            f"{place}.datatype, {tensor_words(name)}",
            got="another datatype",
            expected=f"one of {', '.join(DATATYPES_READ)}",
        )
    shape = _sizes(f"{place}.shape", item.get("shape"))
    data: Sequence[object] | Array | None = None
    if "parameters" in item:
        data = _binary_data(place, item, shape, binary)
    if data is None:
        data = _json_data(place, item, shape)
    return Tensor(place=place, name=name, shape=shape, datatype=datatype, data=data)


def tensor_words(name: str) -> str:
    """A name is the client's own word, so only a short and printable piece is repeated."""
    return f"tensor {name[:_SHOWN_NAME]!a}"


def _binary_data(
    place: str, item: Mapping[str, object], shape: tuple[int, ...], binary: BinaryPart
) -> Array | list[str] | None:
    """Nothing where the data stands in the JSON."""
    tensor = tensor_words(str(item["name"]))
    size = Parameters(f"{place}.", item).size("binary_data_size", tensor)
    if size is None:
        return None
    if item.get("data") is not None:
        raise BadRequest(
            f"{place}, {tensor}",
            got="both data and parameters.binary_data_size",
            expected="one of them",
        )
    piece = binary.take(f"{place}.parameters.binary_data_size, {tensor}", tensor, size)
    return decode_tensor(f"{place}, {tensor}", piece, str(item["datatype"]), shape)


def _json_data(place: str, item: Mapping[str, object], shape: tuple[int, ...]) -> list[object]:
    data = item.get("data")
    if not isinstance(data, list):
        raise BadRequest(f"{place}.data", got=json_kind(data), expected="a list")
    return _flat(f"{place}.data", data, shape)


def _sizes(place: str, value: object) -> tuple[int, ...]:
    if not isinstance(value, list) or not value:
        raise BadRequest(place, got=json_kind(value), expected="a list of sizes")
    # Bounded before it is multiplied: the product of a long list is a number of many digits.
    if len(value) > _MOST_DIMENSIONS:
        raise BadRequest(place, got=f"{len(value)} sizes", expected="[rows] or [rows, 1]")
    sizes = tuple(size for size in value if type(size) is int and 0 <= size <= MOST_SIZE)
    if len(sizes) != len(value):
        raise BadRequest(
            place, got="something else than sizes", expected=f"whole numbers from 0 to {MOST_SIZE}"
        )
    return sizes


def _flat(place: str, data: list[object], shape: tuple[int, ...]) -> list[object]:
    """Nested data row by row; flat data as it is."""
    flat = data
    if data and isinstance(data[0], list):
        for size in shape[1:]:
            nested = [part for part in flat if isinstance(part, list) and len(part) == size]
            if len(nested) != len(flat):
                raise BadRequest(place, got="nesting of another form", expected="the shape's form")
            flat = list(chain.from_iterable(nested))
    if len(flat) != prod(shape):
        raise BadRequest(place, got=f"{len(flat)} values", expected=f"{prod(shape)}, as the shape")
    return flat
