"""The Open Inference Protocol against a real server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving.server import loan_rows

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess

INFER = "/v2/models/car-loan/infer"


@pytest.mark.parametrize("path", ["/v2", "/v2/"])
def test_server_metadata_is_there_with_and_without_a_slash(loan: ServerProcess, path: str) -> None:
    reply = loan.client.get(path).json()
    assert reply == {"name": "slipway", "version": "0.1.0", "extensions": ["binary_tensor_data"]}


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
