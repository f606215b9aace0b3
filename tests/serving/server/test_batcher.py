"""Rows that wait together go together, and everybody gets his own answer."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Self

import numpy as np
import pytest

from slipway.serving.server.batcher import Batcher, Job
from slipway.serving.server.call_time import CallTime
from slipway.serving.server.histogram import Histogram
from slipway.serving.server.table import Batch, Output

if TYPE_CHECKING:
    from collections.abc import Sequence


class Doubler:
    """A model that waits until it is let go, and notes how many rows each call had."""

    def __init__(self, *, rowwise: bool = True) -> None:
        self.rowwise = rowwise
        self.outputs = ()
        self.calls: list[int] = []
        self.go = threading.Event()

    def predict(self, batch: Batch) -> tuple[Output, ...]:
        self.go.wait(5)
        self.calls.append(batch.rows)
        values = batch.arrays[0]
        if (values < 0).any():
            raise ValueError
        return (Output("prediction", values * 2), Output("score", values / 10))


class Known(CallTime):
    """Times that no call changes."""

    def learn(self, rows: int, seconds: float) -> None:
        """Learns nothing."""


class Scene:
    """A batcher of one worker, and what it told."""

    def __init__(
        self, model: Doubler, *, most_rows: int = 100, time: CallTime | None = None
    ) -> None:
        self.model = model
        self.left = 0
        time = CallTime() if time is None else time
        self.model_seconds, self.batch_rows = Histogram((1.0,)), Histogram((1.0,))
        self._pool = ThreadPoolExecutor(1)
        self.batcher = Batcher(
            pool=self._pool,
            workers=1,
            most_rows=most_rows,
            time=time,
            metrics=self,  # type: ignore[arg-type]  # the two series are all that it uses
            leave=self._leave,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.model.go.set()
        self._pool.shutdown()

    def submit(self, *values: float) -> Job:
        array = np.array(values)
        return self.batcher.submit(self.model, Batch(arrays=(array,), rows=len(values)))

    async def answers(self, jobs: Sequence[Job]) -> list[list[float] | None]:
        self.model.go.set()
        found = [await asyncio.wait_for(job.answer, 5) for job in jobs]
        await asyncio.sleep(0)
        return [one.outputs[0].values.tolist() if one.failure is None else None for one in found]

    def _leave(self) -> None:
        self.left += 1


def known(*, one: float, each: float) -> CallTime:
    time = Known()
    time.one, time.each = one, each
    return time


def test_what_waits_goes_in_one_call_and_each_gets_its_own_rows() -> None:
    async def scene() -> None:
        with Scene(Doubler()) as one:
            jobs = [one.submit(1.0), one.submit(2.0), one.submit(3.0, 4.0), one.submit(5.0)]
            assert await one.answers(jobs) == [[2.0], [4.0], [6.0, 8.0], [10.0]]
            assert one.model.calls == [1, 4]
            assert (one.left, one.batch_rows.count, one.batcher.busy) == (4, 2, False)

    asyncio.run(scene())


def test_nobody_waits_for_company() -> None:
    async def scene() -> None:
        with Scene(Doubler()) as one:
            assert await one.answers([one.submit(1.0)]) == [[2.0]]
            assert await one.answers([one.submit(2.0)]) == [[4.0]]
            assert one.model.calls == [1, 1]

    asyncio.run(scene())


def test_a_batch_ends_at_the_most_rows_and_a_larger_request_goes_alone() -> None:
    async def scene() -> None:
        with Scene(Doubler(), most_rows=3) as one:
            sizes = (1, 2, 1, 1, 5, 1)
            jobs = [one.submit(*[float(at)] * size) for at, size in enumerate(sizes)]
            assert await one.answers(jobs) == [[2.0 * at] * size for at, size in enumerate(sizes)]
            assert one.model.calls == [1, 3, 1, 5, 1]

    asyncio.run(scene())


def test_a_row_that_fails_the_model_fails_its_own_request_alone() -> None:
    async def scene() -> None:
        with Scene(Doubler()) as one:
            jobs = [one.submit(1.0), one.submit(2.0), one.submit(-3.0), one.submit(4.0)]
            assert await one.answers(jobs) == [[2.0], [4.0], None, [8.0]]
            assert one.left == 4

    asyncio.run(scene())


def test_arrays_of_different_types_are_never_joined() -> None:
    async def scene() -> None:
        with Scene(Doubler()) as one:
            first = one.submit(0.0)
            whole = one.batcher.submit(one.model, Batch(arrays=(np.array([2**60 + 1]),), rows=1))
            gap = one.submit(1.5)
            assert await one.answers([first, whole, gap]) == [[0.0], [2**61 + 2], [3.0]]
            assert one.model.calls == [1, 1, 1]

    asyncio.run(scene())


def test_a_model_that_may_look_at_all_its_rows_gets_those_of_one_request() -> None:
    async def scene() -> None:
        with Scene(Doubler(rowwise=False)) as one:
            await one.answers([one.submit(1.0), one.submit(2.0), one.submit(3.0)])
            assert one.model.calls == [1, 1, 1]

    asyncio.run(scene())


@pytest.mark.parametrize(("each", "joined"), [(0.9, False), (0.5, True)])
def test_rows_are_joined_only_where_that_was_seen_to_be_faster(
    each: float, *, joined: bool
) -> None:
    async def scene() -> None:
        with Scene(Doubler(), time=known(one=1.0, each=each)) as one:
            await one.answers([one.submit(1.0), one.submit(2.0), one.submit(3.0)])
            assert one.model.calls == ([1, 2] if joined else [1, 1, 1])

    asyncio.run(scene())


def test_now_and_then_joining_is_tried_again() -> None:
    async def scene() -> None:
        with Scene(Doubler(), time=known(one=1.0, each=1.0)) as one:
            await one.answers([one.submit(float(at)) for at in range(100)])
            assert one.model.calls == [*[1] * 64, 36]

    asyncio.run(scene())


def test_what_is_withdrawn_leaves_its_place_and_is_never_asked() -> None:
    async def scene() -> None:
        with Scene(Doubler()) as one:
            begun, waiting = one.submit(1.0), one.submit(2.0)
            one.batcher.withdraw(waiting)
            assert one.left == 1
            one.batcher.withdraw(begun)  # too late: it keeps its place until the model is done
            assert (one.left, one.batcher.busy) == (1, True)
            await one.answers([begun])
            assert (one.left, one.model.calls) == (2, [1])

    asyncio.run(scene())
