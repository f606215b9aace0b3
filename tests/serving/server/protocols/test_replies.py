from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest

from slipway.serving.package import Column, ColumnType, Manifest, Signature, Task
from slipway.serving.server.protocols import invocations, v2_request
from slipway.serving.server.protocols.v2_reply import V2Replies
from slipway.serving.server.table import Output

if TYPE_CHECKING:
    from slipway.serving.server.table import Array

VALUES: list[tuple[ColumnType, Array, list[object]]] = [
    (ColumnType.DOUBLE, np.array([1.5, np.nan, np.inf, -np.inf]), [1.5, None, None, None]),
    (ColumnType.FLOAT, np.array([0.5, np.nan], "float32"), [0.5, None]),
    (ColumnType.LONG, np.array([2**53 + 1]), [2**53 + 1]),
    (ColumnType.BOOLEAN, np.array([True]), [True]),
    (ColumnType.STRING, np.array(["ü", None], object), ["ü", None]),
    (
        ColumnType.DATETIME,
        np.array(["2024-01-02T03:04:05", "NaT"], "datetime64[us]"),
        ["2024-01-02T03:04:05.000000", None],
    ),
]


@pytest.mark.parametrize(("kind", "values", "expected"), VALUES)
def test_every_type_has_its_json_form_in_both_protocols(
    kind: ColumnType, values: Array, expected: list[object]
) -> None:
    outputs = (Output(name="prediction", values=values),)
    assert json.loads(invocations.encode(outputs)) == {"predictions": expected}

    columns = (Column(name="prediction", type=kind),)
    signature = Signature(inputs=(Column(name="a", type=ColumnType.DOUBLE),), outputs=columns)
    manifest = Manifest(
        name="m", version="1", flavour="sklearn", task=Task.UNKNOWN, signature=signature
    )
    body = b'{"inputs": [{"name": "a", "shape": [1], "datatype": "FP64", "data": [1]}]}'
    request = v2_request.decode(body, signature)
    reply = json.loads(V2Replies(manifest).inference(request, "id", outputs, columns).body)
    assert reply["outputs"][0]["data"] == expected
    assert reply["outputs"][0]["shape"] == [len(expected)]


def test_several_outputs_are_records_in_mlflows_protocol() -> None:
    outputs = (
        Output(name="low", values=np.array([1, 2])),
        Output(name="high", values=np.array([3, 4])),
    )
    assert json.loads(invocations.encode(outputs)) == {
        "predictions": [{"low": 1, "high": 3}, {"low": 2, "high": 4}]
    }
