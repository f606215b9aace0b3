"""What waits while the model is busy goes to it in one call; nobody waits for a batch to fill."""

from __future__ import annotations

import asyncio
from collections import deque
from math import inf
from typing import TYPE_CHECKING

from slipway.serving.server.answer import Answer, answer_all, can_join

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future, ThreadPoolExecutor

    from slipway.serving.server.call_time import CallTime
    from slipway.serving.server.metrics import Metrics
    from slipway.serving.server.model.model import Model
    from slipway.serving.server.table import Batch

_WORTH = 0.8
"""A row in company has to take less than this share of one alone, or a batch only delays."""
_TRIAL = 64
"""Every so many batches that rule is set aside, or one bad moment would decide for ever."""


class Job:
    """One request's rows on their way through a worker."""

    __slots__ = ("answer", "batch")

    def __init__(self, batch: Batch, answer: asyncio.Future[Answer]) -> None:
        self.batch = batch
        self.answer = answer


class Batcher:
    """Workers, and what waits for one of them, first come, first served.

    Belongs to one event loop; only the calls of the model happen elsewhere. Rows of several
    requests are joined if the model answers each row by itself, and if that was seen to be faster.
    """

    def __init__(
        self,
        *,
        pool: ThreadPoolExecutor,
        workers: int,
        most_rows: int,
        time: CallTime,
        metrics: Metrics,
        leave: Callable[[], None],
    ) -> None:
        self._pool = pool
        self._idle = self._workers = workers
        self._most_rows = most_rows
        self._time = time
        self._metrics = metrics
        self._leave = leave
        """Called once for each job, when no worker has it any more."""
        self._waiting: deque[Job] = deque()
        self._turn = 0

    @property
    def busy(self) -> bool:
        """Whether a worker still computes, perhaps for a client that is gone."""
        return self._idle < self._workers

    def submit(self, model: Model, batch: Batch) -> Job:
        """Hands rows to an idle worker, or lets them wait for one."""
        job = Job(batch, asyncio.get_running_loop().create_future())
        if self._idle:
            self._start(model, [job])
        else:
            self._waiting.append(job)
        return job

    def withdraw(self, job: Job) -> None:
        """Takes back what no worker has begun; what one has begun keeps its place until it ends.

        Otherwise a slow model would be handed more and more work.
        """
        if job in self._waiting:
            self._waiting.remove(job)
            self._leave()

    def _start(self, model: Model, jobs: list[Job]) -> None:
        self._idle -= 1
        loop = asyncio.get_running_loop()
        task = self._pool.submit(answer_all, model, [job.batch for job in jobs])
        task.add_done_callback(
            lambda done: loop.call_soon_threadsafe(self._done, model, jobs, done)
        )

    def _done(self, model: Model, jobs: list[Job], task: Future[list[Answer]]) -> None:
        self._idle += 1
        answers = task.result()
        if all(one.failure is None for one in answers):
            rows = sum(job.batch.rows for job in jobs)
            self._time.learn(rows, answers[0].seconds)
            self._metrics.model_seconds.observe(answers[0].seconds)
            self._metrics.batch_rows.observe(rows)
        for job, answer in zip(jobs, answers, strict=True):
            if not job.answer.done():
                job.answer.set_result(answer)
            self._leave()
        if self._waiting:
            self._start(model, self._next(model))

    def _next(self, model: Model) -> list[Job]:
        """The job that waits longest, and those behind it that may go along."""
        jobs = [self._waiting.popleft()]
        if not model.rowwise or not self._pays():
            return jobs
        rows = jobs[0].batch.rows
        while self._waiting:
            rows += self._waiting[0].batch.rows
            if rows > self._most_rows or not can_join(jobs[0].batch, self._waiting[0].batch):
                break
            jobs.append(self._waiting.popleft())
        return jobs

    def _pays(self) -> bool:
        self._turn += 1
        known = self._time.each
        return known == inf or known < _WORTH * self._time.one or self._turn % _TRIAL == 0
