"""Captured bodies are read as the serving runtime read them when they came."""

import base64
import json

import numpy as np
import pytest

from slipway.monitoring.sources.captured_body import (
    Body,
    UnreadableBodyError,
    answer_columns,
    request_columns,
)
from slipway.serving.package.signature import Column, ColumnType, Signature
from slipway.serving.server.protocols.invocations import decode, encode
from slipway.serving.server.protocols.rows import Rows
from slipway.serving.server.requestlog.log_table import log_name
from slipway.serving.server.table import Output

SIGNATURE = Signature(
    inputs=(
        Column(name="age", type=ColumnType.LONG, required=True),
        Column(name="city", type=ColumnType.STRING, required=True),
    )
)
NAMES = ("age", "city")
ROWS = [[31, "Ulm"], [58, "Bonn"]]
FORMS: dict[str, object] = {
    "split": {"dataframe_split": {"columns": ["city", "age"], "data": [["Ulm", 31], ["Bonn", 58]]}},
    "records": {"dataframe_records": [{"age": 31, "city": "Ulm"}, {"age": 58, "city": "Bonn"}]},
    "instances": {"instances": ROWS},
    "named instances": {"instances": [{"age": 31, "city": "Ulm"}, {"age": 58, "city": "Bonn"}]},
    "columns": {"inputs": {"age": [31, 58], "city": ["Ulm", "Bonn"]}},
    "rows": {"inputs": ROWS},
}


def body(data: str, kind: str = "application/json", encoding: str = "JSON") -> Body:
    return Body(data=data, encoding=encoding, content_type=kind)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_gives_the_columns_that_the_runtime_read(form: str) -> None:
    text = json.dumps(FORMS[form])
    served = decode(text.encode(), "application/json", SIGNATURE)
    table = served.table() if isinstance(served, Rows) else served
    assert {name: list(values) for name, values in table.columns.items()} == dict(
        request_columns(body(text), NAMES)
    )


def test_csv_is_read_by_its_header_and_empty_fields_are_missing() -> None:
    text = "city,age\nUlm,31\n,58\n"
    assert request_columns(body(text, "text/csv; charset=utf-8", "CSV"), NAMES) == {
        "city": ["Ulm", None],
        "age": ["31", "58"],
    }


def test_what_sagemaker_took_for_bytes_is_the_same_text() -> None:
    packed = base64.b64encode(json.dumps(FORMS["records"]).encode()).decode()
    assert request_columns(body(packed, encoding="BASE64"), NAMES)["age"] == [31, 58]


def test_rows_without_names_need_a_single_column_or_lists() -> None:
    assert request_columns(body('{"instances": [1, 2]}'), ("age",)) == {"age": [1, 2]}


@pytest.mark.parametrize("names", [("prediction",), ("low", "prediction", "score")])
def test_answers_get_the_names_of_the_request_log(names: tuple[str, ...]) -> None:
    outputs = tuple(Output(name=name, values=np.array([1.5, 2.5])) for name in names)
    # A flat list is what MLflow's clients get as soon as there is a prediction at the front.
    answered = names[:1] if names[0] == "prediction" else names
    logged = {log_name(Column(name=name, type=ColumnType.DOUBLE)) for name in answered}
    found = answer_columns(body(encode(outputs).decode()))
    assert found.keys() == logged
    assert all(list(values) == [1.5, 2.5] for values in found.values())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"error": "columns"}', "no list of rows"),
        ("oops", "no JSON"),
        ("[1]", "no object"),
        ('{"instances": [[1], [2]]}', "fit the columns"),
        ('{"inputs": {"age": [1], "city": []}}', "several lengths"),
        ('{"dataframe_records": [{"age": 1}, 2]}', "several kinds"),
    ],
)
def test_other_bodies_are_named_and_never_guessed(text: str, reason: str) -> None:
    with pytest.raises(UnreadableBodyError, match=reason):
        request_columns(body(text), NAMES)


def test_bytes_that_are_no_text_are_told() -> None:
    packed = base64.b64encode(b"\xff\xfe").decode()
    with pytest.raises(UnreadableBodyError, match="no text"):
        request_columns(body(packed, encoding="BASE64"), NAMES)
