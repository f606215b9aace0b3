"""Row-wise JSON to columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.errors import BadRequest
from slipway.serving.server.protocols.json_body import json_kind
from slipway.serving.server.table import Table

if TYPE_CHECKING:
    from collections.abc import Sequence


def table_of_records(place: str, records: Sequence[object]) -> Table:
    """A list of objects; a key that some rows lack is null in those."""
    first = records[0] if records else None
    if len(records) == 1 and isinstance(first, dict):
        return Table(columns={name: [value] for name, value in first.items()}, rows=1)
    names: dict[str, None] = {}
    rows: list[dict[str, object]] = []
    for row, record in enumerate(records):
        if not isinstance(record, dict):
            raise BadRequest(f"{place}[{row}]", got=json_kind(record), expected="an object")
        rows.append(record)
        names.update(dict.fromkeys(record))
    columns = {name: [record.get(name) for record in rows] for name in names}
    return Table(columns=columns, rows=len(rows))


def table_of_lists(place: str, names: Sequence[str], rows: Sequence[object]) -> Table:
    """A list of rows whose values stand in the order of `names`."""
    lists: list[list[object]] = []
    for row, values in enumerate(rows):
        if not isinstance(values, list):
            raise BadRequest(f"{place}[{row}]", got=json_kind(values), expected="a list of values")
        if len(values) != len(names):
            raise BadRequest(
                f"{place}[{row}]",
                got=f"{len(values)} values",
                expected=f"{len(names)}, one per column",
            )
        lists.append(values)
    columns = dict(zip(names, zip(*lists, strict=True), strict=True)) if lists else {}
    return Table(columns=columns, rows=len(lists))
