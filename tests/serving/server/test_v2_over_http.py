"""The Open Inference Protocol against a real server."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

import pytest

from tests.serving.server import loan_rows
from tests.serving.server.server_process import v2

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess

INFER = "/v2/models/car-loan/infer"


@pytest.mark.parametrize("path", ["/v2", "/v2/"])
def test_server_metadata_is_there_with_and_without_a_slash(loan: ServerProcess, path: str) -> None:
    reply = loan.client.get(path).json()
    assert reply == {"name": "slipway", "version": "0.1.0", "extensions": []}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v2/health/live", {"live": True}),
        ("/v2/health/ready", {"ready": True}),
        ("/v2/models/car-loan/ready", {"name": "car-loan", "ready": True}),
        ("/v2/models/car-loan/versions/3/ready", {"name": "car-loan", "ready": True}),
    ],
)
def test_health_is_a_status_and_a_json_body(
    loan: ServerProcess, path: str, body: dict[str, object]
) -> None:
    reply = loan.client.get(path)
    assert (reply.status_code, reply.json()) == (200, body)


@pytest.mark.parametrize("path", ["/v2/models/car-loan", "/v2/models/car-loan/versions/3/"])
def test_model_metadata_describes_the_signature(loan: ServerProcess, path: str) -> None:
    reply = loan.client.get(path).json()
    assert {item["name"]: item["datatype"] for item in reply["inputs"]} == loan_rows.DATATYPES
    assert [(item["name"], item["datatype"]) for item in reply["outputs"]] == [
        ("prediction", "INT64"),
        ("score", "FP64"),
    ]
    assert (reply["name"], reply["versions"], reply["platform"]) == (
        "car-loan",
        ["3"],
        "mlflow_sklearn",
    )


@pytest.mark.parametrize("path", [INFER, "/v2/models/car-loan/versions/3/infer"])
def test_a_reply_holds_the_estimators_labels_and_scores(loan: ServerProcess, path: str) -> None:
    reply = loan.client.post(path, json=loan_rows.tensors(20)).json()

    prediction, score = reply["outputs"]
    assert (reply["model_name"], reply["model_version"]) == ("car-loan", "3")
    assert prediction == {
        "name": "prediction",
        "datatype": "INT64",
        "shape": [20],
        "data": loan_rows.labels(20),
    }
    assert (score["datatype"], score["shape"]) == ("FP64", [20])
    assert score["data"] == pytest.approx(loan_rows.scores(20), abs=1e-12)


def test_nested_data_of_shape_rows_by_one_is_the_same_as_flat(loan: ServerProcess) -> None:
    body = loan_rows.tensors(5)
    flat = loan.client.post(INFER, json=body).json()["outputs"]
    for tensor in body["inputs"]:  # type: ignore[attr-defined]
        tensor["shape"] = [5, 1]
        tensor["data"] = [[value] for value in tensor["data"]]
    assert loan.client.post(INFER, json=body).json()["outputs"] == flat


def test_only_the_outputs_asked_for_come_back(loan: ServerProcess) -> None:
    body = loan_rows.tensors(2) | {"outputs": [{"name": "score"}]}
    outputs = loan.client.post(INFER, json=body).json()["outputs"]
    assert [output["name"] for output in outputs] == ["score"]


def test_the_body_id_is_echoed_and_names_the_request(loan: ServerProcess) -> None:
    reply = loan.client.post(INFER, json=loan_rows.tensors(1) | {"id": "loan-17"})
    assert (reply.json()["id"], reply.headers["x-request-id"]) == ("loan-17", "loan-17")


def test_the_header_id_wins_over_the_body_id(loan: ServerProcess) -> None:
    body = loan_rows.tensors(1) | {"id": "from the body"}
    reply = loan.client.post(INFER, json=body, headers={"x-request-id": "from-header"})
    assert (reply.json()["id"], reply.headers["x-request-id"]) == ("from the body", "from-header")


def test_an_optional_column_may_be_null_or_left_out(loan: ServerProcess) -> None:
    body = loan_rows.tensors(4)
    whole = loan.client.post(INFER, json=body).json()["outputs"][1]["data"]
    assert whole[3] == pytest.approx(loan_rows.scores(4)[3])

    body["inputs"] = [item for item in body["inputs"] if item["name"] != "debt"]  # type: ignore[attr-defined]
    without = loan.client.post(INFER, json=body).json()["outputs"][1]["data"]
    assert without[3] == whole[3]
    assert without[0] != whole[0]


def test_one_matrix_stands_for_all_columns_of_an_array_model(matrix: ServerProcess) -> None:
    data = [-2.0, 0.0, 0.0, 0.0, 0.0, 0.0, 2.0, 0.0, 0.0]
    tensor = {"name": "any", "shape": [3, 3], "datatype": "FP64", "data": data}
    reply = matrix.client.post("/v2/models/matrix/infer", json={"inputs": [tensor]}).json()
    assert reply["outputs"] == [
        {
            "name": "prediction",
            "datatype": "BYTES",
            "shape": [3],
            "data": ["low", "middle", "high"],
        }
    ]


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
        ("age", "INT64", 2**63, "column 'age': got a number that is too large; expected long"),
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


def test_scores_are_finite_json_numbers(loan: ServerProcess) -> None:
    score = loan.client.post(INFER, json=loan_rows.tensors(1)).json()["outputs"][1]["data"][0]
    assert math.isfinite(score)
