"""V2 bodies with a binary part, made by hand: no code of the server's is used."""

from __future__ import annotations

import json
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import httpx

HEADER = "inference-header-content-length"
NUMPY = {
    "BOOL": "?",
    "INT8": "<i1",
    "INT16": "<i2",
    "INT32": "<i4",
    "INT64": "<i8",
    "UINT8": "<u1",
    "UINT16": "<u2",
    "UINT32": "<u4",
    "UINT64": "<u8",
    "FP16": "<f2",
    "FP32": "<f4",
    "FP64": "<f8",
}


@dataclass(frozen=True, kw_only=True)
class BinaryBody:
    """A body and the headers that go with it."""

    content: bytes
    headers: dict[str, str]


def raw(datatype: str, values: Sequence[object]) -> bytes:
    """Values in the extension's form."""
    if datatype != "BYTES":
        return np.array(values, NUMPY[datatype]).tobytes()
    elements = [str(value).encode() for value in values]
    return b"".join(struct.pack("<I", len(element)) + element for element in elements)


def binary_input(name: str, datatype: str, shape: list[int], data: bytes) -> dict[str, object]:
    """The JSON entry of an input whose data follows."""
    parameters = {"binary_data_size": len(data)}
    return {"name": name, "datatype": datatype, "shape": shape, "parameters": parameters}


def binary_body(inputs: Sequence[object], parts: Sequence[bytes], **more: object) -> BinaryBody:
    """The JSON part, then the tensors' bytes."""
    head = json.dumps({"inputs": inputs, **more}).encode()
    headers = {"content-type": "application/octet-stream", HEADER: str(len(head))}
    return BinaryBody(content=head + b"".join(parts), headers=headers)


def binary_columns(
    columns: Mapping[str, tuple[str, Sequence[object]]], **more: object
) -> BinaryBody:
    """One binary tensor per column."""
    parts = [raw(datatype, values) for datatype, values in columns.values()]
    inputs = [
        binary_input(name, datatype, [len(values)], part)
        for (name, (datatype, values)), part in zip(columns.items(), parts, strict=True)
    ]
    return binary_body(inputs, parts, **more)


def read_reply(reply: httpx.Response) -> dict[str, object]:
    """Values by output, read from a binary reply to its last byte."""
    assert reply.headers["content-type"] == "application/octet-stream"
    start = int(reply.headers[HEADER])
    document = json.loads(reply.content[:start])
    rest = reply.content[start:]
    values: dict[str, object] = {}
    for output in document["outputs"]:
        size = output.get("parameters", {}).get("binary_data_size")
        if size is None:
            values[output["name"]] = output["data"]
            continue
        assert "data" not in output
        piece, rest = rest[:size], rest[size:]
        assert len(piece) == size
        values[output["name"]] = _values(output["datatype"], piece)
    assert rest == b""
    return values


def _values(datatype: str, piece: bytes) -> list[object]:
    if datatype != "BYTES":
        values: list[object] = np.frombuffer(piece, NUMPY[datatype]).tolist()
        return values
    texts: list[object] = []
    while piece:
        stop = 4 + struct.unpack("<I", piece[:4])[0]
        texts.append(piece[4:stop].decode())
        piece = piece[stop:]
    return texts
