"""What orchestrators, load balancers and Prometheus ask."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from slipway.serving.server.http.message import TEXT, Request, Response
from slipway.serving.server.http.router import Route

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.server.dataplane import Dataplane

_EXPOSITION = b"text/plain; version=0.0.4; charset=utf-8"


class ProbeRoutes:
    """Liveness is the event loop, readiness the lifecycle: a drain is not a death."""

    def __init__(self, dataplane: Dataplane) -> None:
        self._lifecycle = dataplane.lifecycle
        self._metrics = dataplane.metrics

    def routes(self) -> Mapping[str, Route]:
        """MLflow's and SageMaker's paths, and Prometheus's."""
        paths = {
            "/ping": self.ping,
            "/health": self.ping,
            "/version": self.version,
            "/metrics": self.metrics,
        }
        return {path: Route(label=path, methods={"GET": run}) for path, run in paths.items()}

    async def ping(self, _request: Request) -> Response:
        """200 while new traffic should come."""
        return Response(body=b"\n", status=200 if self._lifecycle.ready else 503, content_type=TEXT)

    async def version(self, _request: Request) -> Response:
        """The installed MLflow's version, which is what MLflow's clients ask for."""
        try:
            text = version("mlflow-skinny")
        except PackageNotFoundError:
            text = "none"
        return Response(body=text.encode(), content_type=TEXT)

    async def metrics(self, _request: Request) -> Response:
        """The exposition."""
        return Response(body=self._metrics.exposition(), content_type=_EXPOSITION)
