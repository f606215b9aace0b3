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
from slipway.serving.server.http.router import Route, Router
from slipway.serving.server.http.v2_routes import V2Routes
from slipway.serving.server.lifecycle import Phase

if TYPE_CHECKING:
    from slipway.serving.server.dataplane import Dataplane
    from slipway.serving.server.http.asgi import Message, Receive, Send
    from slipway.serving.server.settings import Settings


class App:
    """One callable for the HTTP server; every reply carries the request's id."""

    def __init__(self, dataplane: Dataplane, settings: Settings) -> None:
        manifest = dataplane.manifest
        routes = {
            **V2Routes(dataplane, settings).routes(),
            **InvocationRoutes(dataplane, settings).routes(),
            **ProbeRoutes(dataplane).routes(),
            **OpenapiRoutes(dataplane).routes(),
        }
        self._router = Router(routes, manifest.name, manifest.version)
        self._lifecycle = dataplane.lifecycle
        self._metrics = dataplane.metrics

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one request."""
        if scope["type"] != "http":
            return
        began = time.perf_counter()
        headers = dict(scope["headers"])
        request = Request(headers=headers, request_id="", id_given=False, receive=receive)
        route = self._router.find(scope["path"])
        try:
            response = await self._answer(route, scope, request)
        except ClientGoneError:
            return
        await self._send(response, request, send)
        self._metrics.request_seconds.labels(route.label, str(response.status)).observe(
            time.perf_counter() - began
        )

    async def _answer(self, route: Route, scope: Message, request: Request) -> Response:
        try:
            self._name(request)
            return await self._router.handler(route, scope["method"], scope["path"])(request)
        except ServingError as error:
            self._metrics.failures[error.cause].inc()
            return _refusal(error.status, str(error), error.headers())
        except ClientGoneError:
            raise
        except Exception as failure:  # noqa: BLE001 - a fault of ours must not end the connection
            self._metrics.failures["internal"].inc()
            emit("error", requestId=request.request_id, failure=describe(failure))
            return _refusal(
                500, f"The server failed. The request's id in its log is {request.request_id}.", ()
            )

    def _name(self, request: Request) -> None:
        """Gives the request its id first, so that even a refusal can be found again."""
        request.request_id = new_id()
        given = request.headers.get(HEADER)
        if given is not None:
            request.request_id = header_id(given)
            request.id_given = True

    async def _send(self, response: Response, request: Request, send: Send) -> None:
        headers = [
            (b"content-type", response.content_type),
            (b"content-length", str(len(response.body)).encode()),
            (HEADER, request.request_id.encode()),
            *response.headers,
        ]
        if self._lifecycle.phase is Phase.DRAINING:
            # Moves kept-alive clients to another replica before the connection is closed on them.
            headers.append((b"connection", b"close"))
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": response.body})


def _refusal(status: int, text: str, headers: tuple[tuple[bytes, bytes], ...]) -> Response:
    return Response(body=orjson.dumps({"error": text}), status=status, headers=headers)
