"""Row-wise JSON, and how it becomes columns."""

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


class Rows:
    """Lists of values in the order of the names, as they came."""

    __slots__ = ("names", "place", "values")

    def __init__(self, place: str, names: Sequence[str], values: list[object]) -> None:
        self.place = place
        self.names = names
        self.values = values

    def table(self) -> Table:
        """Column by column; refuses a row that is no list or has another length."""
        width = len(self.names)
        lists: list[list[object]] = []
        for row, values in enumerate(self.values):
            if not isinstance(values, list):
                raise BadRequest(
                    f"{self.place}[{row}]", got=json_kind(values), expected="a list of values"
                )
            if len(values) != width:
                raise BadRequest(
                    f"{self.place}[{row}]",
                    got=f"{len(values)} values",
                    expected=f"{width}, one per column",
                )
            lists.append(values)
        columns = dict(zip(self.names, zip(*lists, strict=True), strict=True)) if lists else {}
        return Table(columns=columns, rows=len(lists))
