"""JSON lines as a stream of batches whose types come from the first block."""

import io
import itertools
import json
from collections.abc import Callable, Iterator
from typing import cast

import pyarrow as pa
import pyarrow.json

from slipway.monitoring.arrow import Column, column, stream

BLOCK_BYTES = 8 << 20
SLOW_ROWS = 16_384
_SURPRISES = ("changed from", "unexpected field", "Failed to convert")


def read(opener: Callable[[], pa.NativeFile]) -> Iterator[pa.RecordBatch]:
    """The batches; from the first surprise on line by line, where mixed columns become text."""
    reading = pyarrow.json.ReadOptions(block_size=BLOCK_BYTES)
    done = 0
    try:
        with pyarrow.json.open_json(stream(opener()), reading) as reader:
            for batch in reader:
                yield batch
                done += batch.num_rows
    except pa.ArrowInvalid as error:
        if str(error) == "Empty JSON stream":
            return
        if not any(surprise in str(error) for surprise in _SURPRISES):
            raise
        yield from _line_by_line(opener, done)


def _line_by_line(opener: Callable[[], pa.NativeFile], skip: int) -> Iterator[pa.RecordBatch]:
    with io.BufferedReader(cast("io.RawIOBase", opener())) as file:
        lines = (line for line in file if line.strip())
        rest = itertools.islice(lines, skip, None)
        while chunk := list(itertools.islice(rest, SLOW_ROWS)):
            rows = [json.loads(line) for line in chunk]
            names = dict.fromkeys(name for row in rows for name in row)
            columns = {name: _column([row.get(name) for row in rows]) for name in names}
            yield pa.RecordBatch.from_pydict(columns)


def _column(values: list[object]) -> Column:
    try:
        return column(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError):
        return pa.array([None if value is None else str(value) for value in values])
