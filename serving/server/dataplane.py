"""From a table to a prediction: validate, admit, predict off the event loop, log.

Knows nothing of HTTP; every protocol is a codec around `infer`.
"""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from slipway.serving.server.admission import Gate
from slipway.serving.server.errors import DeadlineExceeded, ModelFailed, NotReady
from slipway.serving.server.events import emit
from slipway.serving.server.failure import describe
from slipway.serving.server.requestlog.record import LogRecord
from slipway.serving.server.validator import Validator

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

    from slipway.serving.package.manifest import Manifest
    from slipway.serving.server.lifecycle import Lifecycle
    from slipway.serving.server.metrics import Metrics
    from slipway.serving.server.model.model import Model
    from slipway.serving.server.requestlog.log import RequestLog
    from slipway.serving.server.settings import Settings
    from slipway.serving.server.table import Batch, Output, Table


@dataclass(frozen=True, kw_only=True, slots=True)
class _Answer:
    """What a worker thread brings back; a raised error is a fact here, not an exception."""

    outputs: tuple[Output, ...]
    seconds: float
    failure: Exception | None = None


class Dataplane:
    """One model version and the rules under which it may be asked."""

    def __init__(
        self,
        *,
        manifest: Manifest,
        settings: Settings,
        lifecycle: Lifecycle,
        pool: ThreadPoolExecutor,
        request_log: RequestLog,
        metrics: Metrics,
    ) -> None:
        self.manifest = manifest
        self.lifecycle = lifecycle
        self.metrics = metrics
        self._deadline = settings.deadline
        self._gate = Gate(
            places=settings.in_flight, queue=settings.queue, deadline=settings.deadline
        )
        self._validator = Validator(manifest.signature)
        self._pool = pool
        self._log = request_log
        self._model: Model | None = None
        self._running: set[Future[_Answer]] = set()

    @property
    def busy(self) -> bool:
        """Whether a worker still computes, perhaps for a client that is gone."""
        return bool(self._running)

    @property
    def model(self) -> Model:
        """The model, once it is loaded."""
        if self._model is None:
            raise NotReady(self.lifecycle.phase)
        return self._model

    def attach(self, model: Model) -> None:
        """From here on predictions can be had."""
        self._model = model
        self._log.start(model.outputs)
        self.lifecycle.become_ready()

    def precheck(self) -> None:
        """Refuses before a body is read or parsed, which is the cheap moment to do so."""
        if self._model is None:
            raise NotReady(self.lifecycle.phase)
        if self._gate.full:
            raise self._gate.refusal()

    async def infer(self, request_id: str, table: Table) -> tuple[Output, ...]:
        """The model's outputs for the table's rows, in their order."""
        model = self.model
        asked = datetime.now(UTC)
        began = time.perf_counter()
        batch = self._validator.check(table)
        self.metrics.in_flight.inc()
        try:
            answer = await self._admitted(model, batch)
        finally:
            self.metrics.in_flight.dec()
        if answer.failure is not None:
            emit("model-failed", requestId=request_id, failure=describe(answer.failure))
            raise ModelFailed(request_id)
        self.metrics.model_seconds.observe(answer.seconds)
        self.metrics.rows.observe(batch.rows)
        latency = time.perf_counter() - began
        self._log.append(
            LogRecord(
                request_id=request_id,
                time=asked,
                latency_ms=latency * 1000,
                batch=batch,
                outputs=answer.outputs,
            )
        )
        return answer.outputs

    async def _admitted(self, model: Model, batch: Batch) -> _Answer:
        """Waits for a place, then for a worker, both within one deadline."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        until = began + self._deadline
        await self._gate.enter(until)
        self.metrics.queue_seconds.observe(loop.time() - began)
        task = self._pool.submit(_predict, model, batch)
        self._running.add(task)
        # The place stays taken until the worker is done, even if the client stops waiting:
        # otherwise a slow model would be handed more and more work.
        task.add_done_callback(lambda done: loop.call_soon_threadsafe(self._done, done))
        answer = asyncio.wrap_future(task)
        finished, _ = await asyncio.wait((answer,), timeout=until - loop.time())
        if not finished:
            task.cancel()
            raise DeadlineExceeded(self._deadline)
        return answer.result()

    def _done(self, task: Future[_Answer]) -> None:
        self._running.discard(task)
        self._gate.leave()


def _predict(model: Model, batch: Batch) -> _Answer:
    began = time.perf_counter()
    try:
        outputs = model.predict(batch)
    except Exception as failure:  # noqa: BLE001 - the model is foreign code, and may raise anything
        return _Answer(outputs=(), seconds=time.perf_counter() - began, failure=failure)
    return _Answer(outputs=outputs, seconds=time.perf_counter() - began)
