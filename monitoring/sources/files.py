"""Rows of a file, of a folder of files, or of a prefix in an object store."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pyarrow as pa

from slipway.monitoring.errors import WrongValueError
from slipway.monitoring.sources.formats import SUFFIXES, read
from slipway.monitoring.sources.store import ObjectStore, store_at


class FileSource:
    """One input of a run; can be read as often as needed."""

    def __init__(self, place: str, url: str) -> None:
        self.url = url
        self._store, self._names = _found(place, url)

    def batches(self) -> Iterator[pa.RecordBatch]:
        """All rows, file by file in the order of their names."""
        for name in self._names:
            yield from read(name, partial(self._store.open, name))

    def columns(self) -> tuple[str, ...]:
        """Columns of the first batch; none for an empty input."""
        for batch in self.batches():
            return tuple(batch.schema.names)
        return ()


def _found(place: str, url: str) -> tuple[ObjectStore, tuple[str, ...]]:
    if _is_file(url):
        folder, _, name = url.rpartition("/")
        return store_at(folder or ("/" if url.startswith("/") else ".")), (name,)
    store = store_at(url)
    names = tuple(
        entry.name
        for entry in store.entries("")
        if entry.name.removesuffix(".gz").endswith(SUFFIXES)
    )
    if not names:
        raise WrongValueError(
            place=place,
            value=url,
            rule=f"a file or a folder with files in {', '.join(SUFFIXES)}",
            remedy="Check the path.",
        )
    return store, names


def _is_file(url: str) -> bool:
    if url.startswith(("s3://", "abfss://")):
        return url.removesuffix(".gz").endswith(SUFFIXES)
    return Path(url).is_file()
