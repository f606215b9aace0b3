"""How each server is started on a model, and what it is asked.

Everybody gets one server process on the machine's processors and the settings that its own
documentation gives for serving one model. MLServer computes in its main process
(``parallel_workers`` 0): its worker processes, meant for machines with more processors, only add a
way for each request.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from slipway.serving.package import GRAPH_FILE, Engine
from tests.benchmarks.serving.bodies import Protocol

if TYPE_CHECKING:
    from tests.benchmarks.serving.models import ServedModel

HERE = Path(__file__).parent
UVICORN = ("--loop", "uvloop", "--http", "httptools", "--no-access-log", "--log-level", "warning")


@dataclass(frozen=True, kw_only=True)
class Command:
    """A server process."""

    argv: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


Start = Callable[["ServedModel", Path, int], Command]
"""A model, a folder for what the server has to find, and a port."""


@dataclass(frozen=True, kw_only=True)
class Contender:
    """One server, as it is asked in one protocol."""

    name: str
    server: str
    """Contenders of the same server share its process."""
    protocol: Protocol
    start: Start
    path: str
    ready: str
    """The path that answers 200 once predictions can be had."""
    serves: Callable[[ServedModel], bool] = lambda _model: True


def contenders(peers: Path) -> tuple[Contender, ...]:
    """All of them, ours first; the peers run in the environment in this folder."""
    program = peers / "bin"
    return (
        Contender(
            name="slipway",
            server="slipway",
            protocol=Protocol.INVOCATIONS,
            start=_slipway,
            path="/invocations",
            ready="/v2/health/ready",
        ),
        Contender(
            name="slipway V2",
            server="slipway",
            protocol=Protocol.V2,
            start=_slipway,
            path="/v2/models/model/infer",
            ready="/v2/health/ready",
        ),
        Contender(
            name="slipway, log on",
            server="slipway-log",
            protocol=Protocol.INVOCATIONS,
            start=_slipway_with_log,
            path="/invocations",
            ready="/v2/health/ready",
        ),
        Contender(
            name="bare handler",
            server="bare",
            protocol=Protocol.INVOCATIONS,
            start=_bare,
            path="/",
            ready="/",
            serves=lambda model: model.engine is Engine.ONNX,
        ),
        Contender(
            name="mlflow",
            server="mlflow",
            protocol=Protocol.INVOCATIONS,
            start=lambda model, _, port: _mlflow(program, model, port),
            path="/invocations",
            ready="/ping",
        ),
        Contender(
            name="mlserver (mlflow)",
            server="mlserver-mlflow",
            protocol=Protocol.V2,
            start=lambda model, folder, port: _mlserver(
                program,
                folder,
                port,
                runtime="mlserver_mlflow.MLflowRuntime",
                model=model.mlflow,
                content_type="pd",
            ),
            path="/v2/models/model/infer",
            ready="/v2/models/model/ready",
        ),
        Contender(
            name="mlserver (sklearn)",
            server="mlserver-sklearn",
            protocol=Protocol.V2_MATRIX,
            start=lambda model, folder, port: _mlserver(
                program,
                folder,
                port,
                runtime="mlserver_sklearn.SKLearnModel",
                model=_estimator(model),
                content_type="np",
            ),
            path="/v2/models/model/infer",
            ready="/v2/models/model/ready",
            serves=lambda model: all(dtype.kind == "f" for dtype in model.rows.dtypes),
        ),
    )


def _slipway(model: ServedModel, _: Path, port: int) -> Command:
    module = (sys.executable, "-m", "slipway.serving.server", "--host", "127.0.0.1")
    return Command(
        argv=(*module, "--port", str(port), "--model", str(model.package), "--name", "model")
    )


def _slipway_with_log(model: ServedModel, folder: Path, port: int) -> Command:
    """With every row written to Parquet files, as on a platform."""
    settings = {"SLIPWAY_LOG_URL": str(folder / "request-log"), "SLIPWAY_LOG_FLUSH_SECONDS": "2"}
    return Command(argv=_slipway(model, folder, port).argv, environment=settings)


def _bare(model: ServedModel, _: Path, port: int) -> Command:
    return Command(
        argv=(
            sys.executable, "-m", "uvicorn", "bare:app", "--app-dir", str(HERE), *UVICORN,
            "--port", str(port),
        ),
        environment={"GRAPH": str(model.package / GRAPH_FILE)},
    )  # fmt: skip


def _mlflow(program: Path, model: ServedModel, port: int) -> Command:
    return Command(
        argv=(
            str(program / "mlflow"), "models", "serve", "--model-uri", str(model.mlflow),
            "--env-manager", "local", "--workers", "1", "--host", "127.0.0.1", "--port", str(port),
        ),
        environment={"PATH": f"{program}:/usr/bin:/bin"},
    )  # fmt: skip


def _mlserver(
    program: Path, folder: Path, port: int, *, runtime: str, model: Path, content_type: str
) -> Command:
    settings = {
        "host": "127.0.0.1",
        "http_port": port,
        "grpc_port": port + 1,
        "metrics_port": port + 2,
        "parallel_workers": 0,
        "debug": False,
        "logging_settings": None,
    }
    parameters = {"uri": str(model), "content_type": content_type}
    described = {"name": "model", "implementation": runtime, "parameters": parameters}
    (folder / "settings.json").write_text(json.dumps(settings))
    (folder / "model-settings.json").write_text(json.dumps(described))
    return Command(argv=(str(program / "mlserver"), "start", str(folder)))


def _estimator(model: ServedModel) -> Path:
    """The estimator alone, as that runtime wants it: MLflow's file is a pickle already."""
    named = model.mlflow.parent / "model.pickle"
    if not named.exists():
        named.symlink_to(model.mlflow / "model.pkl")
    return named
