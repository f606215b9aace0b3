"""Paths to handlers: one look-up, because a process serves one model of one name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from slipway.serving.server.errors import MethodNotAllowed, NotFound
from slipway.serving.server.http.message import Request, Response

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]

_MODELS = "/v2/models/"


@dataclass(frozen=True, kw_only=True, slots=True)
class Route:
    """A path's handlers, and its label in metrics."""

    label: str
    methods: Mapping[str, Handler]


class Router:
    """All routes of a process. A label of its own for what is unknown keeps the series few."""

    def __init__(self, routes: Mapping[str, Route], model: str, version: str) -> None:
        self.exact = dict(routes)
        """By path; for whatever isn't here, `find` has the answer."""
        self._served = f"This server has model {model!r}, version {version!r} only."
        self._unknown = Route(label="other", methods={})

    def find(self, path: str) -> Route:
        """The route of a path, with or without a slash at its end."""
        route = self.exact.get(path)
        if route is None and path.endswith("/"):
            route = self.exact.get(path.rstrip("/"))
        return self._unknown if route is None else route

    def handler(self, route: Route, method: str, path: str) -> Handler:
        """The method's handler; HEAD is answered as GET, whose body the HTTP server leaves out."""
        if route is self._unknown:
            raise NotFound(self._hint(path))
        found = route.methods.get("GET" if method == "HEAD" else method)
        if found is None:
            raise MethodNotAllowed([*route.methods])
        return found

    def _hint(self, path: str) -> str:
        """Says what is served instead; the path itself is not repeated."""
        if path.startswith(_MODELS):
            return f"No such model, version or model route. {self._served}"
        return "No such route. Try /openapi.json, /v2, /invocations, /ping or /metrics."
