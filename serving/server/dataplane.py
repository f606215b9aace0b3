"""From a table to a prediction: validate, admit, predict off the event loop, log.

Knows nothing of HTTP; every protocol is a codec around `infer`.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

from slipway.serving.package.engine import Engine
from slipway.serving.server.admission import Gate
from slipway.serving.server.batcher import Batcher
from slipway.serving.server.call_time import CallTime
from slipway.serving.server.errors import DeadlineExceeded, ModelFailed, NotReady, ServingError
from slipway.serving.server.events import emit
from slipway.serving.server.failure import describe
from slipway.serving.server.requestlog.record import LogRecord
from slipway.serving.server.validator import Validator

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

    from slipway.serving.package.manifest import Manifest
    from slipway.serving.server.lifecycle import Lifecycle
    from slipway.serving.server.metrics import Metrics
    from slipway.serving.server.model.model import Model
    from slipway.serving.server.protocols.rows import Rows
    from slipway.serving.server.requestlog.log import RequestLog
    from slipway.serving.server.settings import Settings
    from slipway.serving.server.table import Batch, Output, Table


INLINE_SECONDS = 0.0005
"""A call of the model that is shorter is made on the event loop: the way to a thread and back takes
longer than most graphs do, and nobody waits longer than this for somebody else's call."""


class Dataplane:
    """One model version and the rules under which it may be asked."""

    def __init__(
        self,
        *,
        manifest: Manifest,
        settings: Settings,
        lifecycle: Lifecycle,
        pool: ThreadPoolExecutor,
        request_log: RequestLog | None,
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
        self._time = CallTime()
        # Only a graph's time is bounded by its rows: other models are foreign code.
        self._inline = INLINE_SECONDS if manifest.engine is Engine.ONNX else 0.0
        self._batcher = Batcher(
            pool=pool,
            workers=settings.workers,
            most_rows=settings.batch_rows,
            time=self._time,
            metrics=metrics,
            leave=self._gate.leave,
        )
        self._log = request_log
        self._model: Model | None = None

    @property
    def busy(self) -> bool:
        """Whether a worker still computes, perhaps for a client that is gone."""
        return self._batcher.busy

    @property
    def model(self) -> Model:
        """The model, once it is loaded."""
        if self._model is None:
            raise NotReady(self.lifecycle.phase)
        return self._model

    def attach(self, model: Model) -> None:
        """From here on predictions can be had."""
        self._model = model
        self.lifecycle.become_ready()

    def precheck(self) -> None:
        """Refuses before a body is read or parsed, which is the cheap moment to do so."""
        if self._model is None:
            raise NotReady(self.lifecycle.phase)
        if self._gate.full:
            raise self._gate.refusal()

    async def infer(self, request_id: str, asked: Table | Rows) -> tuple[Output, ...]:
        """The model's outputs for the rows that were sent, in their order."""
        model = self._model
        if model is None:
            raise NotReady(self.lifecycle.phase)
        began = time.perf_counter()
        batch = self._validator.check(asked)
        try:
            if self._time.expected(batch.rows) <= self._inline:
                outputs = self._at_once(model, batch)
            else:
                outputs = await self._in_turn(model, batch)
        except ServingError:
            raise
        except Exception as failure:  # noqa: BLE001 - the model is foreign code, and may raise anything
            emit("model-failed", requestId=request_id, failure=describe(failure))
            raise ModelFailed(request_id) from None
        if self._log is not None:
            latency = time.perf_counter() - began
            arrived = time.time() - latency
            self._log.append(LogRecord(request_id, arrived, latency * 1000, batch, outputs))
        return outputs

    def _at_once(self, model: Model, batch: Batch) -> tuple[Output, ...]:
        """On the event loop, where a call needs no place: there is one at a time."""
        began = time.perf_counter()
        outputs = model.predict(batch)
        seconds = time.perf_counter() - began
        self._time.learn(batch.rows, seconds)
        self.metrics.at_once(batch.rows, seconds)
        return outputs

    async def _in_turn(self, model: Model, batch: Batch) -> tuple[Output, ...]:
        """Waits for a place, then for a worker, both within one deadline."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        until = began + self._deadline
        self.metrics.in_flight += 1
        self.metrics.rows.observe(batch.rows)
        try:
            await self._gate.enter(until)
            self.metrics.queue_seconds.observe(loop.time() - began)
            job = self._batcher.submit(model, batch)
            finished, _ = await asyncio.wait((job.answer,), timeout=until - loop.time())
            if not finished:
                self._batcher.withdraw(job)
                raise DeadlineExceeded(self._deadline)
            answer = job.answer.result()
            if answer.failure is not None:
                raise answer.failure
            return answer.outputs
        finally:
            self.metrics.in_flight -= 1
