"""Request bodies, equal for all who speak a protocol; another row each time, so no cache helps."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import orjson

if TYPE_CHECKING:
    import pandas as pd

DISTINCT = 64
"""Bodies that a client sends in turn."""
_V2_TYPES = {"f": "FP", "i": "INT", "b": "BOOL", "O": "BYTES", "U": "BYTES"}


class Protocol(StrEnum):
    """What a server is asked in."""

    INVOCATIONS = "invocations"
    V2 = "v2"
    V2_MATRIX = "v2-matrix"
    """All numbers in one tensor, which is the only form of MLServer's scikit-learn runtime."""


def make_bodies(table: pd.DataFrame, protocol: Protocol, rows: int) -> list[bytes]:
    """Bodies of so many rows each."""
    parts = [table.take([(at + row) % len(table) for row in range(rows)]) for at in range(DISTINCT)]
    return [_encode(part, protocol) for part in parts]


def _encode(part: pd.DataFrame, protocol: Protocol) -> bytes:
    match protocol:
        case Protocol.INVOCATIONS:
            return json.dumps(
                {"dataframe_split": part.to_dict(orient="split", index=False)}
            ).encode()
        case Protocol.V2:
            return json.dumps({"inputs": [_tensor(part, name) for name in part]}).encode()
        case Protocol.V2_MATRIX:
            tensor = {
                "name": "predict",
                "shape": list(part.shape),
                "datatype": "FP64",
                "data": part.to_numpy().ravel().tolist(),
            }
            return json.dumps({"inputs": [tensor]}).encode()


def _tensor(part: pd.DataFrame, name: str) -> dict[str, Any]:
    column = part[name]
    kind, bits = column.dtype.kind, 8 * column.dtype.itemsize
    tensor: dict[str, Any] = {
        "name": name,
        "shape": [len(part), 1],
        "datatype": f"{_V2_TYPES[kind]}{bits if kind in 'fi' else ''}",
        "data": column.tolist(),
    }
    if kind in "OU":
        tensor["parameters"] = {"content_type": "str"}
    return tensor


def predictions(reply: bytes) -> list[Any]:
    """The labels of a reply in any of the protocols."""
    document = orjson.loads(reply)
    if "predictions" in document:
        return list(document["predictions"])
    found: list[Any] = document["outputs"][0]["data"]
    return found
