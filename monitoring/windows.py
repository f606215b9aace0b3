"""Cuts a stream of batches into windows: all of it, so many rows each, or a span of time each."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from slipway.monitoring.errors import WrongUseError, WrongValueError
from slipway.monitoring.times import MISSING, microseconds, seconds, text

MAXIMUM_WINDOWS = 10_000
PLACE = "--window"


@dataclass(frozen=True, kw_only=True)
class WindowSpec:
    """How windows are cut; with neither field there is one."""

    rows: int | None = None
    seconds: int | None = None

    @classmethod
    def parse(cls, value: str | None) -> "WindowSpec":
        """From `5000`, `6h` or nothing."""
        if value is None:
            return cls()
        spec = cls(rows=int(value)) if value.isdecimal() else cls(seconds=seconds(value))
        if not spec.rows and not spec.seconds:
            raise WrongValueError(
                place=PLACE,
                value=value,
                rule="a number of rows or a duration above 0",
                remedy="Write it like 5000, 15m, 6h or 2d.",
            )
        return spec

    def bounds(self, key: int) -> tuple[str | None, str | None]:
        """The bounds in time of a window; None where rows decide."""
        if self.seconds is None:
            return None, None
        length = self.seconds * 1_000_000
        return text(key * length), text((key + 1) * length)


class Splitter:
    """Gives each row the key of its window; keys rise by one from window to window.

    Spans of time are counted from 1970 on, so that a window is the same in every run, and rows may
    come in any order.
    """

    def __init__(self, spec: WindowSpec, time: str | None) -> None:
        if spec.seconds is not None and time is None:
            message = f"{PLACE}: got a duration without a column of times; name it with --time."
            raise WrongUseError(message)
        self._spec = spec
        self._time = time
        self._row = 0
        self.undated = 0
        """Rows that belong to no span because they have no time."""

    def split(self, batch: pa.RecordBatch) -> Iterator[tuple[int, pa.RecordBatch]]:
        """The parts of a batch with their windows' keys."""
        if self._spec.rows is not None:
            yield from self._by_rows(batch, self._spec.rows)
        elif self._spec.seconds is not None and self._time is not None:
            yield from self._by_time(batch, self._spec.seconds, self._time)
        else:
            yield 0, batch

    def _by_rows(self, batch: pa.RecordBatch, size: int) -> Iterator[tuple[int, pa.RecordBatch]]:
        start = 0
        while start < batch.num_rows:
            key, used = divmod(self._row, size)
            part = batch.slice(start, min(size - used, batch.num_rows - start))
            yield key, part
            start += part.num_rows
            self._row += part.num_rows

    def _by_time(
        self, batch: pa.RecordBatch, length: int, column: str
    ) -> Iterator[tuple[int, pa.RecordBatch]]:
        if column not in batch.schema.names:
            message = f"--time: got {column!r}; the current data has no such column."
            raise WrongUseError(message)
        stamps = microseconds(batch.column(column), column=column)
        dated = stamps != MISSING
        self.undated += int((~dated).sum())
        keys = stamps // (length * 1_000_000)
        for key in np.unique(keys[dated]):
            yield int(key), batch.filter(pa.array(dated & (keys == key)))


def check_number(count: int) -> None:
    """Refuses a cut into more windows than anybody looks at."""
    if count > MAXIMUM_WINDOWS:
        message = (
            f"{PLACE}: got {count} windows; expected at most {MAXIMUM_WINDOWS}. "
            "Choose larger windows or fewer data."
        )
        raise WrongUseError(message)
