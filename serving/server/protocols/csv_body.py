"""`text/csv`: a header line with the columns' names, then rows; an empty field is a null."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from slipway.serving.package.signature import Column, ColumnType
from slipway.serving.server.column_arrays import rule_of
from slipway.serving.server.errors import BadRequest, InvalidInput
from slipway.serving.server.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slipway.serving.package.signature import Signature

_BOOLEANS = {"true": True, "false": False, "1": True, "0": False}
# What data frames write for a missing number.
_NOT_A_NUMBER = {"nan", "na", "null", "none", ""}


def csv_table(body: bytes, signature: Signature) -> Table:
    """The table, its fields read by the signature's types."""
    header, rows = _lines(body)
    known = {column.name: column for column in signature.inputs}
    columns: dict[str, Sequence[object]] = {}
    faults: list[str] = []
    for index, name in enumerate(header):
        column = known.get(name)
        fields = [row[index] for row in rows]
        if column is None:
            columns[name] = fields
            continue
        try:
            columns[name] = _values(column, fields)
        except ValueError:
            faults.append(f"column {name!r}: got text of another type; expected {rule_of(column)}")
    if faults:
        raise InvalidInput(faults)
    return Table(columns=columns, rows=len(rows))


def _lines(body: bytes) -> tuple[list[str], list[list[str]]]:
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadRequest(
            f"body, byte {fault.start}", got="bytes that are not UTF-8", expected="UTF-8"
        ) from None
    try:
        lines = [line for line in csv.reader(io.StringIO(text, newline=""), strict=True) if line]
    except csv.Error:
        raise BadRequest("body", got="text that is not CSV", expected="RFC 4180 lines") from None
    if not lines:
        raise BadRequest("body", got="nothing", expected="a header line and rows")
    header, *rows = lines
    if len(set(header)) != len(header):
        raise BadRequest("header line", got="a name twice", expected="each column once")
    for number, row in enumerate(rows):
        if len(row) != len(header):
            raise BadRequest(
                f"row {number}", got=f"{len(row)} fields", expected=f"{len(header)}, as the header"
            )
    return header, rows


def _values(column: Column, fields: Sequence[str]) -> list[object]:
    match column.type:
        case ColumnType.DOUBLE | ColumnType.FLOAT:
            return [None if _missing(field) else float(field) for field in fields]
        case ColumnType.INTEGER | ColumnType.LONG:
            return [None if _missing(field) else int(field) for field in fields]
        case ColumnType.BOOLEAN:
            return [None if _missing(field) else _boolean(field) for field in fields]
        case ColumnType.STRING | ColumnType.DATETIME:
            return [field or None for field in fields]


def _missing(field: str) -> bool:
    return field.strip().lower() in _NOT_A_NUMBER


def _boolean(field: str) -> bool:
    value = _BOOLEANS.get(field.strip().lower())
    if value is None:
        raise ValueError
    return value
