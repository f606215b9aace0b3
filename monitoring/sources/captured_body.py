"""Requests and answers of MLflow's scoring protocol, as a managed endpoint captured them.

The serving runtime reads the same forms into typed arrays; here they are read again from what was
kept of them, without the model's signature and without any part of the runtime.
"""

import base64
import binascii
import csv
import io
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

JSON, CSV, BASE64 = "JSON", "CSV", "BASE64"
PREDICTION, SCORE = "prediction", "score"
_ROWS = ("dataframe_records", "instances", "inputs")


class UnreadableBodyError(ValueError):
    """A body that isn't of any form of the protocol; the words say which part."""


@dataclass(frozen=True, kw_only=True)
class Body:
    """One side of a captured exchange."""

    data: str
    encoding: str
    content_type: str

    @classmethod
    def of(cls, side: object) -> "Body":
        """From `endpointInput` or `endpointOutput` of a captured record.

        Raises:
            UnreadableBodyError: There is no such side.
        """
        if not isinstance(side, dict) or not isinstance(side.get("data"), str):
            raise UnreadableBodyError("no data")
        return cls(
            data=side["data"],
            encoding=str(side.get("encoding", JSON)),
            content_type=str(side.get("observedContentType", "")),
        )

    @property
    def text(self) -> str:
        """What was sent.

        Raises:
            UnreadableBodyError: It isn't text.
        """
        if self.encoding != BASE64:
            return self.data
        try:
            return base64.b64decode(self.data, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError) as error:
            raise UnreadableBodyError("bytes that are no text") from error


Columns = Mapping[str, Sequence[object]]
"""Columns of equal length."""


def request_columns(body: Body, names: Sequence[str]) -> Columns:
    """The rows of a request; rows without names get those of the reference, in its order.

    Raises:
        UnreadableBodyError: It is of no form that the protocol has.
    """
    if body.content_type.startswith("text/csv"):
        return _csv(body.text)
    document = _document(body)
    split = document.get("dataframe_split")
    if isinstance(split, dict):
        return _named(split.get("columns"), split.get("data"))
    value = next((document[form] for form in _ROWS if form in document), None)
    if isinstance(value, dict):
        return _equal({str(name): _list(values) for name, values in value.items()})
    rows = _list(value)
    if rows and isinstance(rows[0], dict):
        return _records(rows)
    if rows and not isinstance(rows[0], list) and len(names) == 1:
        return {names[0]: rows}
    return _named(list(names), rows)


def answer_columns(body: Body) -> Columns:
    """The predictions of an answer, under the names that the request log gives them.

    Raises:
        UnreadableBodyError: It is no answer with predictions: a refusal, for example.
    """
    predictions = _list(_document(body).get("predictions"))
    if predictions and isinstance(predictions[0], dict):
        return {log_name(name): values for name, values in _records(predictions).items()}
    return {PREDICTION: predictions}


def log_name(output: str) -> str:
    """An output's column in the request log, apart from every input's."""
    return output if output in {PREDICTION, SCORE} else f"output_{output}"


def _document(body: Body) -> dict[str, object]:
    try:
        document = json.loads(body.text)
    except json.JSONDecodeError as error:
        raise UnreadableBodyError("text that is no JSON") from error
    if not isinstance(document, dict):
        raise UnreadableBodyError("JSON that is no object")
    return document


def _csv(text: str) -> Columns:
    header, *rows = list(csv.reader(io.StringIO(text))) or [[]]
    # An empty field is a missing value, as it is to the runtime.
    return _named(list(header), [[field or None for field in row] for row in rows if row])


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise UnreadableBodyError("no list of rows")
    return value


def _named(names: object, rows: object) -> Columns:
    titles, lists = _list(names), _list(rows)
    wide = all(isinstance(row, list) and len(row) == len(titles) for row in lists)
    if not wide or len(set(map(str, titles))) != len(titles):
        raise UnreadableBodyError("rows that don't fit the columns")
    return {str(title): [_list(row)[index] for row in lists] for index, title in enumerate(titles)}


def _records(rows: Sequence[object]) -> Columns:
    records = [row for row in rows if isinstance(row, dict)]
    if len(records) != len(rows):
        raise UnreadableBodyError("rows of several kinds")
    names = dict.fromkeys(name for record in records for name in record)
    return {str(name): [record.get(name) for record in records] for name in names}


def _equal(columns: Columns) -> Columns:
    if len({len(values) for values in columns.values()}) > 1:
        raise UnreadableBodyError("columns of several lengths")
    return columns
