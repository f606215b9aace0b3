from __future__ import annotations

import os
import time
import tracemalloc

import numpy as np
import pytest

from slipway.serving.server.requestlog.record import LogRecord
from slipway.serving.server.table import Batch, Output


def record(numbers: int, strings: int, rows: int) -> LogRecord:
    """Fresh objects throughout, as every request makes them."""
    words = [
        np.array([os.urandom(6).hex() for _ in range(rows)], dtype=object) for _ in range(strings)
    ]
    return LogRecord(
        request_id=os.urandom(16).hex(),
        time=time.time(),
        latency_ms=float(os.urandom(1)[0]) + 0.5,
        batch=Batch(arrays=(*(np.ones(rows) for _ in range(numbers)), *words), rows=rows),
        outputs=(Output(name="prediction", values=np.ones(rows)),),
    )


@pytest.mark.parametrize(
    ("numbers", "strings", "rows"), [(2, 0, 1), (10, 0, 1), (8, 4, 1), (40, 0, 1), (5, 5, 100)]
)
def test_the_estimated_size_is_near_the_memory_that_a_record_takes(
    numbers: int, strings: int, rows: int
) -> None:
    record(numbers, strings, rows)
    tracemalloc.start()
    kept = [record(numbers, strings, rows) for _ in range(300)]
    real = tracemalloc.get_traced_memory()[0] / len(kept)
    tracemalloc.stop()
    # Too low an estimate would break the bound; numpy's own cache hides some of the real memory.
    assert 0.7 < kept[0].size() / real < 2
