"""What the Open Inference Protocol's routes refuse, and with which words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.serving.server import loan_rows
from tests.serving.server.server_process import v2

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess

INFER = "/v2/models/car-loan/infer"


@pytest.mark.parametrize(
    ("path", "sentence"),
    [
        ("/v2/models/other/infer", "This server has model 'car-loan', version '3' only."),
        ("/v2/models/car-loan/versions/4/infer", "This server has model 'car-loan', version '3'"),
        ("/v2/models/car-loan/stats", "No such model, version or model route."),
        ("/v2/repository/index", "No such route."),
    ],
)
def test_what_is_not_served_is_a_404_with_a_sentence(
    loan: ServerProcess, path: str, sentence: str
) -> None:
    reply = loan.client.post(path, json={})
    assert reply.status_code == 404
    assert sentence in reply.json()["error"]


def test_a_wrong_method_names_the_right_one(loan: ServerProcess) -> None:
    reply = loan.client.get(INFER)
    assert (reply.status_code, reply.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("column", "datatype", "value", "sentence"),
    [
        ("income", "FP64", "a-secret", "column 'income': got a string in row 0; expected double"),
        ("income", "FP64", None, "column 'income': got null in row 0; expected double"),
        ("income", "FP64", True, "column 'income': got a boolean in row 0; expected double"),
        ("income", "BYTES", 1.0, "column 'income': got another datatype; expected FP64"),
        ("rate", "FP32", 1e300, "column 'rate': got a number that is too large in row 0"),
        ("age", "INT64", 30.5, "column 'age': got a number with a fraction in row 0"),
        (
            "age",
            "INT64",
            2**63,
            "column 'age': got a number that is too large in row 0; expected long",
        ),
        ("rooms", "INT32", 2**31, "column 'rooms': got a number that is too large in row 0"),
        ("member", "BOOL", 1, "column 'member': got an integer in row 0; expected boolean"),
        ("region", "BYTES", 7, "column 'region': got an integer in row 0; expected string"),
        ("region", "BYTES", {"a-secret": 1}, "column 'region': got an object in row 0"),
        ("since", "BYTES", "a-secret", "column 'since': got a string that is not a time in row 0"),
        ("since", "BYTES", "0001-01-01", "column 'since': got a time out of range in row 0"),
    ],
)
def test_an_ill_typed_value_is_refused_by_column_and_type_without_its_value(
    loan: ServerProcess, column: str, datatype: str, value: object, sentence: str
) -> None:
    columns = {
        name: (kind, [loan_rows.records(1)[0][name]]) for name, kind in loan_rows.DATATYPES.items()
    }
    columns[column] = (datatype, [value])
    reply = loan.client.post(INFER, json=v2(columns))

    assert reply.status_code == 400
    assert sentence in reply.json()["error"]
    assert "a-secret" not in reply.text
    assert "Traceback" not in reply.text


def test_all_faults_of_a_request_come_at_once(loan: ServerProcess) -> None:
    body = v2({"income": ("FP64", ["x"]), "colour": ("BYTES", ["red"])})
    error = loan.client.post(INFER, json=body).json()["error"]
    assert "column 'income': got a string" in error
    assert "column 'rate': missing; expected float" in error
    assert error.endswith("and 3 more.")


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"inputs": NaN}',
        b'{"inputs": 3}',
        b'{"inputs": []}',
        b'{"inputs": [3]}',
        b'{"inputs": [{"name": "income", "shape": [1], "datatype": "FP64"}]}',
        b'{"inputs": [{"name": "income", "shape": [-1], "datatype": "FP64", "data": [1]}]}',
        b'{"inputs": [{"name": "income", "shape": [2], "datatype": "FP64", "data": [1]}]}',
        b'{"inputs": [{"name": "income", "shape": [1, 2], "datatype": "FP64", "data": [1, 2]}]}',
        b'{"inputs": [{"name": "income", "shape": [], "datatype": "FP64", "data": []}]}',
        b'{"inputs": [{"name": "income", "shape": [2, 1], "datatype": "FP64", "data": [[1], 2]}]}',
        b'{"id": 3, "inputs": []}',
        b'{"inputs": [{"name": 1e999}]}',
        b"[" * 3000,
        b"\xff\xfe",
    ],
)
def test_a_malformed_body_is_a_400_and_the_server_serves_on(
    loan: ServerProcess, text: bytes
) -> None:
    reply = loan.client.post(INFER, content=text, headers={"content-type": "application/json"})
    assert reply.status_code == 400, reply.text
    assert reply.json().keys() == {"error"}
    assert loan.client.post(INFER, json=loan_rows.tensors(1)).status_code == 200


def test_a_body_over_the_limit_is_a_413_announced_or_not(loan: ServerProcess) -> None:
    announced = loan.client.post(INFER, content=b" " * 100_001)
    assert announced.status_code == 413

    chunks = (b" " * 50_000 for _ in range(4))
    assert loan.client.post(INFER, content=chunks).status_code == 413
    assert loan.client.get("/v2/health/live").status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
)
def test_a_content_header_that_no_codec_reads_is_a_415(
    loan: ServerProcess, headers: dict[str, str]
) -> None:
    assert loan.client.post(INFER, content=b"{}", headers=headers).status_code == 415


@pytest.mark.parametrize("given", ["with space", "a/b", "x" * 129, '"'])
def test_a_request_id_that_could_be_no_key_is_refused(loan: ServerProcess, given: str) -> None:
    reply = loan.client.post(INFER, json={}, headers={"x-request-id": given})
    assert reply.status_code == 400
    assert "x-request-id" in reply.json()["error"]


def test_every_reply_has_an_id_of_its_own(loan: ServerProcess) -> None:
    replies = [loan.client.get("/nowhere") for _ in range(5)]
    assert len({reply.headers["x-request-id"] for reply in replies}) == 5


@pytest.mark.parametrize("word", ["null", "NaN"])
def test_null_and_nan_are_a_missing_value_and_infinity_is_refused(
    loan: ServerProcess, word: str
) -> None:
    text = json.dumps(loan_rows.tensors(1))
    debt = str(loan_rows.records(1)[0]["debt"])
    headers = {"content-type": "application/json"}

    missing = loan.client.post(INFER, content=text.replace(debt, word), headers=headers).json()
    body = loan_rows.tensors(1)
    body["inputs"] = [item for item in body["inputs"] if item["name"] != "debt"]  # type: ignore[attr-defined]
    assert missing["outputs"] == loan.client.post(INFER, json=body).json()["outputs"]

    refused = loan.client.post(INFER, content=text.replace(debt, "Infinity"), headers=headers)
    assert refused.status_code == 400
