"""MLflow's scoring protocol, which SageMaker's and Azure ML's containers speak as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols.csv_body import csv_table
from slipway.serving.server.protocols.json_body import json_kind, json_object
from slipway.serving.server.protocols.reply_values import json_values
from slipway.serving.server.protocols.rows import Rows, table_of_records
from slipway.serving.server.table import Table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.package.signature import Signature
    from slipway.serving.server.table import Output

JSON = "application/json"
CSV = "text/csv"
ACCEPTED = (JSON, CSV)
_FORMS = ("dataframe_split", "dataframe_records", "instances", "inputs")


def decode(body: bytes, kind: str, signature: Signature) -> Table | Rows:
    """The rows of a request in any of the protocol's forms."""
    if kind == CSV:
        return csv_table(body, signature)
    document = json_object(body)
    if len(document) == 1 and "dataframe_split" in document:
        return _split(document["dataframe_split"], signature)
    present = [form for form in _FORMS if form in document]
    if len(present) != 1:
        raise BadRequest(
            "body", got=f"{len(present)} of them", expected=f"exactly one of {', '.join(_FORMS)}"
        )
    if document.get("params") not in (None, {}):
        raise BadRequest("params", got="parameters", expected="none: the model declares none")
    form = present[0]
    value = document[form]
    if form == "dataframe_split":
        return _split(value, signature)
    if isinstance(value, list):
        return _listed(form, value, signature)
    if form == "inputs" and isinstance(value, dict):
        return _columns(value)
    expected = "a list of rows or an object of columns" if form == "inputs" else "a list of rows"
    raise BadRequest(form, got=json_kind(value), expected=expected)


def encode(outputs: tuple[Output, ...]) -> bytes:
    """`{"predictions": [...]}` exactly as MLflow answers: labels alone, or records of several.

    A binary classifier's score is in the V2 reply and in the request log: clients of this
    protocol rely on a flat list.
    """
    if outputs[0].name == "prediction":
        predictions: object = json_values(outputs[0].values)
    else:
        columns = {output.name: json_values(output.values) for output in outputs}
        predictions = [
            dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)
        ]
    return orjson.dumps({"predictions": predictions})


def _split(value: object, signature: Signature) -> Rows:
    place = "dataframe_split"
    if not isinstance(value, dict):
        raise BadRequest(place, got=json_kind(value), expected="an object of columns and data")
    names, rows = value.get("columns"), value.get("data")
    if not isinstance(names, list):
        raise BadRequest(f"{place}.columns", got=json_kind(names), expected="a list of names")
    if tuple(names) != signature.names:
        _check_names(f"{place}.columns", names)
    if not isinstance(rows, list):
        raise BadRequest(f"{place}.data", got=json_kind(rows), expected="a list of rows")
    return Rows(f"{place}.data", names, rows)


def _check_names(place: str, names: list[object]) -> None:
    if not all(isinstance(name, str) for name in names):
        raise BadRequest(place, got=json_kind(names), expected="a list of names")
    if len(set(names)) != len(names):
        raise BadRequest(place, got="a name twice", expected="each column once")


def _listed(form: str, value: list[object], signature: Signature) -> Table | Rows:
    """Objects by name, lists by position, and bare values where the model has one column."""
    if not value or isinstance(value[0], dict):
        return table_of_records(form, value)
    if not isinstance(value[0], list) and len(signature.inputs) == 1:
        return Table(columns={signature.names[0]: value}, rows=len(value))
    return Rows(form, list(signature.names), value)


def _columns(value: Mapping[str, object]) -> Table:
    columns: dict[str, list[object]] = {}
    rows = 0
    for name, values in value.items():
        if not isinstance(values, list):
            raise BadRequest("inputs", got=json_kind(values), expected="a list per column")
        if columns and len(values) != rows:
            raise BadRequest("inputs", got="lists of several lengths", expected="equal lengths")
        rows = len(values)
        columns[name] = values
    return Table(columns=columns, rows=rows)
