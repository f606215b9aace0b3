"""MLflow's scoring route."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.http.message import Request, Response
from slipway.serving.server.http.router import Route
from slipway.serving.server.protocols import invocations
from slipway.serving.server.protocols.media_type import media_type

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.server.dataplane import Dataplane
    from slipway.serving.server.settings import Settings
    from slipway.serving.server.slow_bodies import SlowBodies


class InvocationRoutes:
    """`POST /invocations` in all of its forms."""

    def __init__(self, dataplane: Dataplane, settings: Settings, slow: SlowBodies) -> None:
        self._dataplane = dataplane
        self._most = settings.body_bytes
        self._slow = slow

    def routes(self) -> Mapping[str, Route]:
        """The one path."""
        return {"/invocations": Route(label="/invocations", methods={"POST": self.invoke})}

    async def invoke(self, request: Request) -> Response:
        """Predictions."""
        self._dataplane.precheck()
        kind = media_type(request.headers, accepted=invocations.ACCEPTED, default="")
        body = request.body_at_once(self._most)
        if body is None:
            body = await request.rest_of_body(self._most, self._slow)
        table = invocations.decode(body, kind, self._dataplane.manifest.signature)
        outputs = await self._dataplane.infer(request.request_id, table)
        return Response(body=invocations.encode(outputs))
