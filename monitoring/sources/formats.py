"""Record batches of one Parquet, CSV or JSONL file, in memory that its size doesn't change."""

from collections.abc import Callable, Iterator

import pyarrow as pa
import pyarrow.parquet as pq

from slipway.monitoring.arrow import empty
from slipway.monitoring.errors import UnreadableError, WrongValueError
from slipway.monitoring.sources import csv, jsonl

BATCH_ROWS = 65_536
SUFFIXES = (".parquet", ".csv", ".jsonl", ".ndjson")

Opener = Callable[[], pa.NativeFile]
"""Opens the file at its start; text with surprising types is read more than once."""


def read(name: str, opener: Opener) -> Iterator[pa.RecordBatch]:
    """The batches of a file, by the kind that its name tells; `.gz` after it is unpacked.

    A file without rows gives one empty batch where it has a schema, else none.
    """
    plain = name.removesuffix(".gz")

    def unpacked() -> pa.NativeFile:
        file = opener()
        return pa.CompressedInputStream(file, "gzip") if name.endswith(".gz") else file

    try:
        if plain.endswith(".parquet"):
            yield from _parquet(unpacked())
        elif plain.endswith(".csv"):
            yield from csv.read(unpacked)
        elif plain.endswith((".jsonl", ".ndjson")):
            yield from jsonl.read(unpacked)
        else:
            raise WrongValueError(
                place="file",
                value=name,
                rule=f"a name that ends in {', '.join(SUFFIXES)}",
                remedy="Rename or convert it.",
            )
    except (pa.ArrowException, OSError, ValueError) as error:
        reason = next(iter(str(error).splitlines()), type(error).__name__)
        raise UnreadableError(place=name, reason=reason) from error


def _parquet(file: pa.NativeFile) -> Iterator[pa.RecordBatch]:
    # One row group at a time and no read-ahead: a dataset scanner takes gigabytes here.
    with file, pq.ParquetFile(file, pre_buffer=False) as parquet:
        if parquet.metadata.num_rows == 0:
            yield empty(parquet.schema_arrow)
        yield from parquet.iter_batches(batch_size=BATCH_ROWS)
