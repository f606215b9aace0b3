"""The binary tensor extension against a real server."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.serving.server import loan_rows
from tests.serving.server.binary_body import (
    HEADER,
    BinaryBody,
    binary_body,
    binary_columns,
    binary_input,
    raw,
    read_reply,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import httpx

    from tests.serving.server.server_process import ServerProcess

INFER = "/v2/models/car-loan/infer"
ROWS = 20


def post(server: ServerProcess, body: BinaryBody, path: str = INFER) -> httpx.Response:
    return server.client.post(path, content=body.content, headers=body.headers)


def columns(count: int) -> dict[str, tuple[str, Sequence[object]]]:
    """All columns; a gap is NaN, which an optional float column may hold."""
    found = loan_rows.records(count)
    return {
        name: (
            datatype,
            [float("nan") if row[name] is None else row[name] for row in found],
        )
        for name, datatype in loan_rows.DATATYPES.items()
    }


def test_binary_inputs_give_the_estimators_labels_and_scores(loan: ServerProcess) -> None:
    reply = post(loan, binary_columns(columns(ROWS)))
    assert reply.headers["content-type"] == "application/json"
    prediction, score = reply.json()["outputs"]
    assert prediction["data"] == loan_rows.labels(ROWS)
    assert score["data"] == pytest.approx(loan_rows.scores(ROWS), abs=1e-12)


@pytest.mark.parametrize("binary", [{"income", "region", "age"}, {"since", "member"}, {"rate"}])
def test_json_and_binary_inputs_mix_in_any_order(loan: ServerProcess, binary: set[str]) -> None:
    inputs: list[object] = []
    parts: list[bytes] = []
    for name, (datatype, values) in columns(3).items():
        if name in binary:
            parts.append(raw(datatype, values))
            inputs.append(binary_input(name, datatype, [3, 1], parts[-1]))
        else:
            inputs.append({"name": name, "datatype": datatype, "shape": [3], "data": values})
    outputs = post(loan, binary_body(inputs, parts)).json()["outputs"]
    assert outputs[1]["data"] == pytest.approx(loan_rows.scores(3), abs=1e-12)


def test_all_outputs_are_binary_when_the_request_says_so(loan: ServerProcess) -> None:
    body = binary_columns(columns(ROWS), parameters={"binary_data_output": True}, id="loan-18")
    reply = post(loan, body)
    found = read_reply(reply)
    assert found == {
        "prediction": loan_rows.labels(ROWS),
        "score": pytest.approx(loan_rows.scores(ROWS), abs=1e-12),
    }
    assert reply.headers["x-request-id"] == "loan-18"


@pytest.mark.parametrize("default", [True, False])
def test_an_outputs_own_form_wins_over_the_requests(loan: ServerProcess, default: bool) -> None:  # noqa: FBT001 - a parameter of pytest's
    wanted = [
        {"name": "score", "parameters": {"binary_data": not default}},
        {"name": "prediction"},
    ]
    body = loan_rows.tensors(4) | {
        "outputs": wanted,
        "parameters": {"binary_data_output": default},
    }
    reply = loan.client.post(INFER, json=body)
    head = json.loads(reply.content[: int(reply.headers[HEADER])])
    assert ["data" in output for output in head["outputs"]] == [default, not default]
    assert read_reply(reply) == {
        "score": pytest.approx(loan_rows.scores(4), abs=1e-12),
        "prediction": loan_rows.labels(4),
    }


def test_one_binary_matrix_stands_for_all_columns(matrix: ServerProcess) -> None:
    data = raw("FP16", [-2, 0, 0, 0, 0, 0, 2, 0, 0])
    body = binary_body(
        [binary_input("any", "FP16", [3, 3], data)],
        [data],
        outputs=[{"name": "prediction", "parameters": {"binary_data": True}}],
    )
    assert read_reply(post(matrix, body, "/v2/models/matrix/infer")) == {
        "prediction": ["low", "middle", "high"]
    }


def test_a_header_over_a_body_of_json_alone_is_fine(loan: ServerProcess) -> None:
    body = binary_body(loan_rows.tensors(2)["inputs"], [])  # type: ignore[arg-type]  # a list
    assert post(loan, body).json()["outputs"][0]["data"] == loan_rows.labels(2)


@pytest.mark.parametrize(
    ("column", "datatype", "values", "sentence"),
    [
        ("income", "FP64", [float("nan")], "column 'income': got NaN in row 0; expected double"),
        ("rate", "FP64", [1e300], "column 'rate': got a number that is too large in row 0"),
        ("debt", "FP32", [float("-inf")], "column 'debt': got a number that is too large in row 0"),
        ("rooms", "UINT32", [2**31], "column 'rooms': got a number that is too large in row 0"),
        ("age", "UINT64", [2**63], "column 'age': got a number that is too large in row 0"),
        ("age", "FP64", [1.0], "column 'age': got another datatype; expected INT64"),
        ("since", "BYTES", ["a-secret"], "column 'since': got a string that is not a time in row"),
        ("income", "BF16", [], "tensor 'income': got another datatype; expected one of BOOL, INT8"),
    ],
)
def test_a_value_that_the_column_does_not_take_is_named_by_column(
    loan: ServerProcess, column: str, datatype: str, values: list[object], sentence: str
) -> None:
    every = columns(1)
    if values:
        every[column] = (datatype, values)
    body = binary_columns(every)
    if not values:
        body = BinaryBody(
            content=body.content.replace(b'"FP64"', b'"BF16"', 1), headers=body.headers
        )
    reply = post(loan, body)
    assert reply.status_code == 400
    assert sentence in reply.json()["error"]
    assert "a-secret" not in reply.text


def test_a_binary_part_without_its_header_is_refused_by_name(loan: ServerProcess) -> None:
    reply = loan.client.post(
        INFER, json={"inputs": [binary_input("income", "FP64", [1], b"8bytes..")]}
    )
    assert reply.status_code == 400
    assert "tensor 'income': got 8 bytes; expected a body with binary data" in reply.json()["error"]


def test_octet_stream_without_the_header_is_a_415(loan: ServerProcess) -> None:
    headers = {"content-type": "application/octet-stream"}
    assert loan.client.post(INFER, content=b"{}", headers=headers).status_code == 415
