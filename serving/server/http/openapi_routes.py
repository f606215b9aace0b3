"""The OpenAPI document of the served model."""

from __future__ import annotations

from typing import TYPE_CHECKING

import orjson

from slipway.serving.server.http.message import Request, Response
from slipway.serving.server.http.router import Route
from slipway.serving.server.openapi.document import openapi_document

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.server.dataplane import Dataplane


class OpenapiRoutes:
    """`GET /openapi.json`: made once, for the model never changes."""

    def __init__(self, dataplane: Dataplane) -> None:
        self._document = orjson.dumps(openapi_document(dataplane.manifest))

    def routes(self) -> Mapping[str, Route]:
        """The one path."""
        return {"/openapi.json": Route(label="/openapi.json", methods={"GET": self.document})}

    async def document(self, _request: Request) -> Response:
        """The document."""
        return Response(body=self._document)
