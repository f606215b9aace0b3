"""CSV as a stream of batches whose types come from the first block."""

import io
import re
from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.csv

from slipway.monitoring.arrow import empty, stream

BLOCK_BYTES = 8 << 20
"""Text is read in blocks of this size; a line can't be longer."""

_READING = pyarrow.csv.ReadOptions(block_size=BLOCK_BYTES)


def read(opener: Callable[[], pa.NativeFile]) -> Iterator[pa.RecordBatch]:
    """The batches; a column that breaks its type goes on as text from there."""
    as_text: dict[str, pa.DataType] = {}
    done = 0
    while True:
        try:
            for batch in _stream(opener, as_text, done):
                yield batch
                done += batch.num_rows
        except pa.ArrowInvalid as error:
            if str(error) == "Empty CSV file":
                return
            column = _broken(str(error), opener)
            if column is None or column in as_text:
                raise
            as_text[column] = pa.string()
        else:
            return


def _stream(
    opener: Callable[[], pa.NativeFile], as_text: dict[str, pa.DataType], skip: int
) -> Iterator[pa.RecordBatch]:
    convert = pyarrow.csv.ConvertOptions(strings_can_be_null=True, column_types=as_text)
    with pyarrow.csv.open_csv(stream(opener()), _READING, convert_options=convert) as reader:
        seen = False
        for batch in reader:
            part = batch.slice(min(skip, batch.num_rows))
            skip -= batch.num_rows - part.num_rows
            seen = True
            if part.num_rows:
                yield part
        if not seen:
            yield empty(reader.schema)


def _broken(message: str, opener: Callable[[], pa.NativeFile]) -> str | None:
    """The column that a conversion error is about."""
    found = re.search(r"In CSV column #(\d+)", message)
    if found is None:
        return None
    header = opener().read(BLOCK_BYTES).splitlines()[0]
    options = pyarrow.csv.ReadOptions(block_size=BLOCK_BYTES)
    names = pyarrow.csv.open_csv(io.BytesIO(header + b"\n"), options).schema.names
    return names[int(found[1])]
