"""The ASGI application: ids, routing, errors and measures around every request."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import orjson

from slipway.serving.server.errors import ServingError
from slipway.serving.server.events import emit
from slipway.serving.server.failure import describe
from slipway.serving.server.http.invocation_routes import InvocationRoutes
from slipway.serving.server.http.message import ClientGoneError, Request, Response
from slipway.serving.server.http.openapi_routes import OpenapiRoutes
from slipway.serving.server.http.probe_routes import ProbeRoutes
from slipway.serving.server.http.request_id import HEADER, header_id, new_id
from slipway.serving.server.http.router import Router
from slipway.serving.server.http.v2_routes import V2Routes
from slipway.serving.server.lifecycle import Phase
from slipway.serving.server.slow_bodies import SlowBodies

if TYPE_CHECKING:
    from slipway.serving.server.dataplane import Dataplane
    from slipway.serving.server.histogram import Histogram
    from slipway.serving.server.http.asgi import Message, Receive, Send
    from slipway.serving.server.settings import Settings


class App:
    """One callable for the HTTP server; every reply carries the request's id."""

    def __init__(self, dataplane: Dataplane, settings: Settings) -> None:
        manifest = dataplane.manifest
        slow = SlowBodies(settings.body_seconds)
        routes = {
            **V2Routes(dataplane, settings, slow).routes(),
            **InvocationRoutes(dataplane, settings, slow).routes(),
            **ProbeRoutes(dataplane).routes(),
            **OpenapiRoutes(dataplane).routes(),
        }
        self._router = Router(routes, manifest.name, manifest.version)
        self._exact = self._router.exact
        self._series: dict[tuple[str, int], Histogram] = {}
        self._lifecycle = dataplane.lifecycle
        self._metrics = dataplane.metrics

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        # Named first, so that even a refusal can be found again.
        request = Request(dict(scope["headers"]), new_id(), receive)
        path, method = scope["path"], scope["method"]
        route = self._exact.get(path) or self._router.find(path)
        try:
            given = request.headers.get(HEADER)
            if given is not None:
                request.request_id = header_id(given)
                request.id_given = True
            handler = route.methods.get(method) or self._router.handler(route, method, path)
            response = await handler(request)
        except ServingError as error:
            self._metrics.failures[error.cause].inc()
            response = _refusal(error.status, str(error), error.headers())
        except ClientGoneError:
            return
        except Exception as failure:  # noqa: BLE001 - a fault of ours must not end the connection
            response = self._failed(request, failure)
        headers = [
            (b"content-type", response.content_type),
            (b"content-length", b"%d" % len(response.body)),
            (HEADER, request.request_id.encode()),
            *response.headers,
        ]
        if self._lifecycle.phase is Phase.DRAINING:
            # Moves kept-alive clients to another replica before the connection is closed on them.
            headers.append((b"connection", b"close"))
        status = response.status
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body})
        self._seconds(route.label, status).observe(time.perf_counter() - began)

    def _seconds(self, label: str, status: int) -> Histogram:
        """The series of a route's replies with a status."""
        found = self._series.get((label, status))
        if found is None:
            found = self._metrics.request_seconds.of(label, str(status))
            self._series[label, status] = found
        return found

    def _failed(self, request: Request, failure: Exception) -> Response:
        self._metrics.failures["internal"].inc()
        emit("error", requestId=request.request_id, failure=describe(failure))
        sentence = f"The server failed. The request's id in its log is {request.request_id}."
        return _refusal(500, sentence, ())


def _refusal(status: int, text: str, headers: tuple[tuple[bytes, bytes], ...]) -> Response:
    return Response(body=orjson.dumps({"error": text}), status=status, headers=headers)
