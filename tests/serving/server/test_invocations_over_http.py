"""MLflow's scoring protocol against a real server, and by MLflow's own client."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving.server import loan_rows

if TYPE_CHECKING:
    from tests.serving.server.server_process import ServerProcess


def split(count: int) -> dict[str, object]:
    records = loan_rows.records(count)
    return {"columns": [*records[0]], "data": [[*record.values()] for record in records]}


def columns(count: int) -> dict[str, list[object]]:
    records = loan_rows.records(count)
    return {name: [record[name] for record in records] for name in records[0]}


@pytest.mark.parametrize(
    "body",
    [
        {"dataframe_split": split(6)},
        {"dataframe_records": loan_rows.records(6)},
        {"instances": loan_rows.records(6)},
        {"instances": split(6)["data"]},
        {"inputs": columns(6)},
        {"inputs": loan_rows.records(6)},
        {"inputs": columns(6), "params": {}},
    ],
    ids=["split", "records", "instances", "positional", "inputs", "input-records", "no-params"],
)
def test_every_json_form_gives_the_estimators_labels(
    loan: ServerProcess, body: dict[str, object]
) -> None:
    reply = loan.client.post("/invocations", json=body)
    assert reply.json() == {"predictions": loan_rows.labels(6)}


def test_csv_gives_the_same_and_an_empty_field_is_a_null(loan: ServerProcess) -> None:
    text = loan_rows.rows(6).to_csv(index=False)
    assert ",," in text
    reply = loan.client.post(
        "/invocations", content=text, headers={"content-type": "text/csv; charset=utf-8"}
    )
    assert reply.json() == {"predictions": loan_rows.labels(6)}


def test_mlflows_own_client_is_served(loan: ServerProcess) -> None:
    from mlflow.pyfunc.scoring_server.client import ScoringServerClient  # noqa: PLC0415 - slow

    client = ScoringServerClient("127.0.0.1", loan.port)
    client.wait_server_ready(timeout=5)
    predictions = client.invoke(loan_rows.rows(6)).get_predictions()
    assert [int(value) for value in predictions.iloc[:, 0]] == loan_rows.labels(6)
    assert client.get_version().startswith("3.")


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ({}, "got 0 of them; expected exactly one of"),
        ({"instances": [], "inputs": []}, "got 2 of them"),
        ({"instances": []}, "body: got no rows"),
        ({"instances": {}}, "instances: got an object; expected a list of rows"),
        ({"instances": [3]}, "instances[0]: got a number; expected a list of values"),
        ({"instances": [[1, 2]]}, "instances[0]: got 2 values; expected 8"),
        ({"instances": [{}, 3]}, "instances[1]: got a number; expected an object"),
        ({"inputs": {"income": 3}}, "inputs: got a number; expected a list per column"),
        ({"inputs": {"income": [1], "age": [1, 2]}}, "inputs: got lists of several lengths"),
        ({"dataframe_split": []}, "dataframe_split: got a list"),
        ({"dataframe_split": {"columns": ["a", "a"], "data": []}}, "got a name twice"),
        ({"dataframe_split": {"columns": [1], "data": []}}, "expected a list of names"),
        ({"dataframe_split": {"columns": ["a"], "data": [[1, 2]]}}, "data[0]: got 2 values"),
        ({"dataframe_split": {"columns": ["a"]}}, "dataframe_split.data: got null"),
        ({"instances": [{}], "params": {"k": 1}}, "params: got parameters; expected none"),
    ],
)
def test_a_wrong_form_is_a_400_that_says_where(
    loan: ServerProcess, body: dict[str, object], sentence: str
) -> None:
    reply = loan.client.post("/invocations", json=body)
    assert reply.status_code == 400
    assert sentence in reply.json()["error"]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (b"", "got nothing"),
        (b"income,income\n1,2\n", "got a name twice"),
        (b"income,age\n1\n", "row 0: got 1 fields; expected 2"),
        (b"income,age\na-secret,1\n", "column 'income': got text of another type"),
        (b"income,age\ninf,1\n", "column 'income': got a number that is too large in row 0"),
        (b"income,age\n1,1.5\n", "column 'age': got text of another type"),
        (b"\xff", "bytes that are not UTF-8"),
        (b'"income\n', "text that is not CSV"),
    ],
)
def test_wrong_csv_is_a_400_without_its_values(
    loan: ServerProcess, text: bytes, sentence: str
) -> None:
    reply = loan.client.post("/invocations", content=text, headers={"content-type": "text/csv"})
    assert reply.status_code == 400
    assert sentence in reply.json()["error"]
    assert "a-secret" not in reply.text


@pytest.mark.parametrize("content_type", [None, "text/plain", "application/json; charset=utf-16"])
def test_another_content_type_is_a_415_that_names_the_right_ones(
    loan: ServerProcess, content_type: str | None
) -> None:
    headers = {} if content_type is None else {"content-type": content_type}
    reply = loan.client.post("/invocations", content=b"{}", headers=headers)
    assert reply.status_code == 415
    assert "expected" in reply.json()["error"]


@pytest.mark.parametrize("path", ["/ping", "/health"])
def test_the_probes_of_the_scoring_protocol_answer(loan: ServerProcess, path: str) -> None:
    assert loan.client.get(path).status_code == 200
    assert loan.client.head(path).status_code == 200
