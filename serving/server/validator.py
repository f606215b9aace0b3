"""A signature compiled once into a check that every request passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from slipway.serving.server.column_arrays import (
    ColumnFault,
    ColumnReader,
    rule_of,
)
from slipway.serving.server.errors import BadRequest, InvalidInput
from slipway.serving.server.plain_rows import PlainRows
from slipway.serving.server.protocols.rows import Rows
from slipway.serving.server.table import Batch
from slipway.serving.server.typed_arrays import typed_array

if TYPE_CHECKING:
    from slipway.serving.package.signature import Signature
    from slipway.serving.server.table import Array, Table

_SHOWN_NAME = 40


class Validator:
    """Turns a table into a batch, or says everything that is wrong with it at once."""

    def __init__(self, signature: Signature) -> None:
        self._readers = [ColumnReader(column) for column in signature.inputs]
        self._names = frozenset(signature.names)
        self._plain = PlainRows(signature)

    def check(self, asked: Table | Rows) -> Batch:
        """The batch. Missing, unknown and ill-typed columns are collected into one error."""
        if isinstance(asked, Rows):
            batch = self._plain.batch(asked)
            return self._columns(asked.table()) if batch is None else batch
        return self._columns(asked)

    def _columns(self, table: Table) -> Batch:
        if table.rows == 0:
            raise BadRequest("body", got="no rows", expected="at least one")
        columns = table.columns
        arrays: list[Array] = []
        faults: list[str] = []
        for reader in self._readers:
            column = reader.column
            values = columns.get(column.name)
            try:
                if isinstance(values, np.ndarray):
                    arrays.append(typed_array(column, values))
                elif values is not None:
                    arrays.append(reader.read(values))
                elif column.required:
                    faults.append(f"column {column.name!r}: missing; expected {rule_of(column)}")
                else:
                    arrays.append(reader.missing(table.rows))
            except ColumnFault as fault:
                faults.append(fault.sentence)
        if not columns.keys() <= self._names:
            faults.extend(self._unknown(table))
        if faults:
            raise InvalidInput(faults)
        return Batch(arrays=tuple(arrays), rows=table.rows)

    def _unknown(self, table: Table) -> list[str]:
        """A name is the client's own word, so only a short and printable piece is repeated."""
        names = [name for name in table.columns if name not in self._names]
        return [
            f"column {name[:_SHOWN_NAME]!a}: unknown; expected only the model's inputs"
            for name in names
        ]
