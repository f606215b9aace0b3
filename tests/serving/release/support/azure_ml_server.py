"""MLflow's own server as an Azure ML workspace offers it: with a token, and 404 for the rest.

As a program it serves one database: `python azure_ml_server.py DATABASE PORT`.
"""

import contextlib
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import httpx

from tests.serving.release.support.registry_process import free_port

PREFIX = "/mlflow/v1.0/subscriptions/s/resourceGroups/g/providers/workspaces/w"
TOKEN = "of-ada"  # noqa: S105 -- of this server only
MISSING = ("/logged-models", "/registered-models/alias", "/traces")
"""Part of the path of what MLflow's client may ask and a workspace doesn't have."""

_SECONDS = 120.0


@contextlib.contextmanager
def azure_ml_server(database: str, log: Path) -> Iterator[str]:
    """The address of a workspace over an MLflow database."""
    port = free_port()
    root = Path(__file__).parents[4]
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-W", "ignore", __file__, database, str(port)],
            stdout=output,
            stderr=subprocess.STDOUT,
            env=environment,
        )
    try:
        _wait(process, port, log)
        yield f"http://127.0.0.1:{port}{PREFIX}"
    finally:
        process.terminate()
        process.wait(30)


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            httpx.get(f"http://127.0.0.1:{port}/", trust_env=False)
            return
        time.sleep(0.2)
    raise AssertionError(f"no workspace: {log.read_text()[-2000:]}")


Application = Callable[[dict[str, Any], Callable[..., Any]], Any]


def workspace(application: Application) -> Application:
    """What is left of MLflow's server in a workspace."""

    def answer(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        path = str(environ["PATH_INFO"])
        if environ.get("HTTP_AUTHORIZATION") != f"Bearer {TOKEN}":
            return _refused(start, "401 Unauthorized")
        if not path.startswith(PREFIX) or any(part in path for part in MISSING):
            sys.stderr.write(f"missing here: {path}\n")
            return _refused(start, "404 Not Found")
        return application({**environ, "PATH_INFO": path.removeprefix(PREFIX)}, start)

    return answer


def _refused(start: Callable[..., Any], status: str) -> list[bytes]:
    start(status, [("Content-Type", "application/json")])
    return [b'{"error": {"code": "UserError"}}']


class _Silent(WSGIRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Says nothing."""


def main() -> None:
    """Serves until it is ended."""
    database, port = sys.argv[1:]
    os.environ["_MLFLOW_SERVER_FILE_STORE"] = database
    os.environ["_MLFLOW_SERVER_REGISTRY_STORE"] = database
    from mlflow.server import app  # noqa: PLC0415 -- reads the variables above

    with make_server("127.0.0.1", int(port), workspace(app), handler_class=_Silent) as server:
        server.serve_forever()


if __name__ == "__main__":
    main()
