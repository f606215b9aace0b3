"""Rows that held-out data may lack, and a client may send."""

from collections.abc import Iterator

import pandas as pd

from slipway.serving.package import Column, ColumnType, Signature

_UNSEEN = "a value that nobody has trained on"
_FAR = 1e6


def probes(signature: Signature, rows: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """What is unusual, and one row with it: an unseen text, a gap, a number far away.

    A model may refuse such a row; then its graph has to refuse it, too.
    """
    for column in signature.inputs:
        if column.name not in rows.columns:
            continue
        for told, value in _values(column):
            row = rows.head(1).astype({column.name: object})
            row[column.name] = pd.Series([value], index=row.index, dtype=object)
            yield f"{told} of column {column.name!r}", row


def _values(column: Column) -> Iterator[tuple[str, object]]:
    match column.type:
        case ColumnType.STRING:
            yield "an unseen text", _UNSEEN
        case ColumnType.DOUBLE | ColumnType.FLOAT:
            yield "a high number", _FAR
            yield "a low number", -_FAR
        case ColumnType.INTEGER | ColumnType.LONG:
            yield "a high number", int(_FAR)
            yield "a low number", -int(_FAR)
        case _:
            return
    if not column.required:
        yield "a gap", None
