"""The row that a model answers before it is called ready."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.package.signature import ColumnType
from slipway.serving.server.table import Table

if TYPE_CHECKING:
    from slipway.serving.package.manifest import Manifest

_NEUTRAL: dict[ColumnType, object] = {
    ColumnType.BOOLEAN: False,
    ColumnType.INTEGER: 0,
    ColumnType.LONG: 0,
    ColumnType.FLOAT: 0.0,
    ColumnType.DOUBLE: 0.0,
    ColumnType.STRING: "",
    ColumnType.DATETIME: "2000-01-01T00:00:00",
}


def warm_up_table(manifest: Manifest) -> Table:
    """The package's example, or else a row of neutral values."""
    if manifest.example is not None:
        known = {name: [value] for name, value in manifest.example.items()}
        return Table(columns=known, rows=1)
    columns = {column.name: [_NEUTRAL[column.type]] for column in manifest.signature.inputs}
    return Table(columns=columns, rows=1)
