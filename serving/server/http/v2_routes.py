"""The Open Inference Protocol V2 over HTTP."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.http.message import Request, Response
from slipway.serving.server.http.request_id import is_request_id
from slipway.serving.server.http.router import Route
from slipway.serving.server.protocols import v2_binary, v2_request
from slipway.serving.server.protocols.media_type import media_type
from slipway.serving.server.protocols.v2_reply import V2Replies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.server.dataplane import Dataplane
    from slipway.serving.server.http.router import Handler
    from slipway.serving.server.protocols.v2_reply import InferenceReply
    from slipway.serving.server.settings import Settings
    from slipway.serving.server.slow_bodies import SlowBodies

_JSON = "application/json"
_BYTES = "application/octet-stream"


class V2Routes:
    """Server, model and inference routes; the version in a path is optional."""

    def __init__(self, dataplane: Dataplane, settings: Settings, slow: SlowBodies) -> None:
        self._dataplane = dataplane
        self._most = settings.body_bytes
        self._slow = slow
        self._manifest = dataplane.manifest
        self._replies = V2Replies(dataplane.manifest)

    def routes(self) -> Mapping[str, Route]:
        """Every path of the protocol for the one model that is served."""
        routes = {
            "/v2": Route(label="/v2", methods={"GET": self.server}),
            "/v2/health/live": Route(label="/v2/health/live", methods={"GET": self.live}),
            "/v2/health/ready": Route(label="/v2/health/ready", methods={"GET": self.ready}),
        }
        model = f"/v2/models/{self._manifest.name}"
        handlers: dict[str, tuple[str, Handler]] = {
            "": ("GET", self.model),
            "/ready": ("GET", self.model_ready),
            "/infer": ("POST", self.infer),
        }
        for suffix, (method, handler) in handlers.items():
            route = Route(label=f"/v2/models/{{model}}{suffix}", methods={method: handler})
            routes[f"{model}{suffix}"] = route
            routes[f"{model}/versions/{self._manifest.version}{suffix}"] = route
        return routes

    async def server(self, _request: Request) -> Response:
        """Server metadata."""
        return Response(body=self._replies.server())

    async def live(self, _request: Request) -> Response:
        """The event loop answers, which is all that a restart could mend."""
        return Response(body=b'{"live":true}')

    async def ready(self, _request: Request) -> Response:
        """Whether new traffic should come here."""
        ready = self._dataplane.lifecycle.ready
        body = b'{"ready":true}' if ready else b'{"ready":false}'
        return Response(body=body, status=200 if ready else 503)

    async def model(self, _request: Request) -> Response:
        """Model metadata."""
        return Response(body=self._replies.model(self._dataplane.model.outputs))

    async def model_ready(self, _request: Request) -> Response:
        """The model's readiness, which is the process's."""
        ready = self._dataplane.lifecycle.ready
        body = b'{"name":"%b","ready":%b}' % (
            self._manifest.name.encode(),
            b"true" if ready else b"false",
        )
        return Response(body=body, status=200 if ready else 503)

    async def infer(self, request: Request) -> Response:
        """Predictions."""
        dataplane = self._dataplane
        dataplane.precheck()
        json_length = request.headers.get(v2_binary.HEADER)
        accepted = (_JSON,) if json_length is None else (_BYTES, _JSON)
        media_type(request.headers, accepted=accepted, default=_JSON)
        body = request.body_at_once(self._most)
        if body is None:
            body = await request.rest_of_body(self._most, self._slow)
        decoded = v2_request.decode(body, self._manifest.signature, json_length)
        if decoded.id is not None and not request.id_given and is_request_id(decoded.id):
            request.request_id = decoded.id
        outputs = await dataplane.infer(request.request_id, decoded.table)
        return _response(
            self._replies.inference(decoded, request.request_id, outputs, dataplane.model.outputs)
        )


def _response(reply: InferenceReply) -> Response:
    if reply.json_length is None:
        return Response(body=reply.body)
    return Response(
        body=reply.body,
        content_type=_BYTES.encode(),
        headers=((v2_binary.HEADER, str(reply.json_length).encode()),),
    )
