"""The life of the serving process: listen, load, serve, drain, flush, exit."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import socket
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING

import uvicorn
import uvloop
from typing_extensions import override

from slipway.serving.package.errors import PackageError
from slipway.serving.server.dataplane import Dataplane
from slipway.serving.server.events import emit
from slipway.serving.server.failure import describe
from slipway.serving.server.http.app import App
from slipway.serving.server.http.server_events import forward_server_log
from slipway.serving.server.lifecycle import Lifecycle
from slipway.serving.server.metrics import Metrics
from slipway.serving.server.model.load import load_model
from slipway.serving.server.requestlog.log import open_log

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from slipway.serving.package.manifest import Manifest
    from slipway.serving.server.model.model import Model
    from slipway.serving.server.settings import Settings

EXIT_OK = 0
EXIT_FAILED = 2


class _Server(uvicorn.Server):
    """uvicorn without its own signal handling: a drain comes before its shutdown."""

    @override
    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


class Process:
    """One model version served until a signal; owns every thread and the exit code."""

    def __init__(self, folder: Path, manifest: Manifest, settings: Settings) -> None:
        self._folder = folder
        self._manifest = manifest
        self._settings = settings
        self._metrics = Metrics(manifest, settings.digest)
        self._log = open_log(manifest, settings, self._metrics)
        self._pool = ThreadPoolExecutor(settings.workers, thread_name_prefix="predict")
        self._lifecycle = Lifecycle()
        self._dataplane = Dataplane(
            manifest=manifest,
            settings=settings,
            lifecycle=self._lifecycle,
            pool=self._pool,
            request_log=self._log,
            metrics=self._metrics,
        )
        self._failed = False

    def run(self, host: str, port: int) -> int:
        """Serves, and gives the exit code."""
        try:
            listener = socket.create_server((host, port), reuse_port=False, backlog=2048)
        except OSError as fault:
            emit("error", message=f"port {port} on {host}: {fault.strerror}; expected a free port.")
            return EXIT_FAILED
        uvloop.run(self._serve(listener))
        if self._log is not None:
            self._log.close()
        code = EXIT_FAILED if self._failed else EXIT_OK
        emit("stop", code=code)
        if self._dataplane.busy:
            # A model that hangs keeps its thread for ever; the interpreter would wait for it.
            sys.stderr.flush()
            os._exit(code)
        self._pool.shutdown()
        return code

    async def _serve(self, listener: socket.socket) -> None:
        host, port = listener.getsockname()[:2]
        emit(
            "start",
            host=host,
            port=port,
            model=self._manifest.name,
            version=self._manifest.version,
            workers=self._settings.workers,
        )
        forward_server_log()
        server = _Server(self._config())
        loop = asyncio.get_running_loop()
        loop.add_signal_handler(signal.SIGTERM, self._drain, server, self._settings.drain_seconds)
        loop.add_signal_handler(signal.SIGINT, self._drain, server, 0.0)
        loading = asyncio.create_task(self._load(server))
        await server.serve(sockets=[listener])
        if not loading.done():
            # The thread that loads can't be interrupted, and nothing waits for what it makes.
            loading.cancel()

    async def _load(self, server: uvicorn.Server) -> None:
        """Loads in a worker, so that probes are answered meanwhile."""
        began = time.perf_counter()
        loop = asyncio.get_running_loop()
        try:
            model = await loop.run_in_executor(self._pool, self._make_ready)
        except PackageError as fault:
            self._fail(server, str(fault))
            return
        except Exception as failure:  # noqa: BLE001 - loading runs foreign code
            self._fail(server, f"{self._folder}: the model fails to load: {describe(failure)}")
            return
        self._dataplane.attach(model)
        seconds = time.perf_counter() - began
        self._metrics.load_seconds.set(seconds)
        self._metrics.ready.set(int(self._lifecycle.ready))
        # What is alive now stays alive: the collector need not walk it between requests.
        gc.collect()
        gc.freeze()
        emit("ready", seconds=round(seconds, 3))

    def _make_ready(self) -> Model:
        """All that takes its time, or can fail, before the first prediction."""
        model = load_model(self._folder, self._manifest)
        if self._log is not None:
            self._log.start(model.outputs)
        return model

    def _fail(self, server: uvicorn.Server, message: str) -> None:
        emit("error", message=message)
        self._failed = True
        server.should_exit = True

    def _drain(self, server: uvicorn.Server, seconds: float) -> None:
        """Readiness off at once; the listener closes when load balancers have had time to see it.

        A second signal ends the wait.
        """
        if not self._lifecycle.ready or seconds == 0:
            seconds = 0.0
        self._lifecycle.drain()
        self._metrics.ready.set(0)
        emit("drain", seconds=seconds)
        asyncio.get_running_loop().call_later(seconds, _stop, server)

    def _config(self) -> uvicorn.Config:
        return uvicorn.Config(
            App(self._dataplane, self._settings),
            http="httptools",
            ws="none",
            lifespan="off",
            interface="asgi3",
            access_log=False,
            log_config=None,
            server_header=False,
            timeout_keep_alive=75,
            timeout_graceful_shutdown=int(self._settings.deadline) + 5,
        )


def _stop(server: uvicorn.Server) -> None:
    server.should_exit = True
