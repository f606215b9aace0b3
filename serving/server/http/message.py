"""One request and one reply."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING

from slipway.serving.server.errors import BodyTooLarge, SlowBody

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.server.http.asgi import Receive

JSON = b"application/json"
TEXT = b"text/plain; charset=utf-8"


class ClientGoneError(Exception):
    """The client closed the connection: nobody is left to answer."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Response:
    """Status, body and the headers beside those that every reply has."""

    body: bytes
    status: int = 200
    content_type: bytes = JSON
    headers: tuple[tuple[bytes, bytes], ...] = ()


class Request:
    """A request's head, and its body on demand."""

    def __init__(
        self,
        *,
        headers: Mapping[bytes, bytes],
        request_id: str,
        id_given: bool,
        receive: Receive,
    ) -> None:
        self.headers = headers
        self.request_id = request_id
        self.id_given = id_given
        """Whether the client named the request in a header, which then nothing else overrides."""
        self._receive = receive

    async def body(self, *, most: int, seconds: float) -> bytes:
        """The whole body, never more of it in memory than allowed."""
        length = self.headers.get(b"content-length", b"")
        if length.isdigit() and int(length) > most:
            raise BodyTooLarge(most)
        try:
            async with asyncio.timeout(seconds):
                return await self._read(most)
        except TimeoutError:
            raise SlowBody(seconds) from None

    async def _read(self, most: int) -> bytes:
        parts: list[bytes] = []
        size = 0
        more = True
        while more:
            message = await self._receive()
            if message["type"] == "http.disconnect":
                raise ClientGoneError
            part: bytes = message.get("body", b"")
            size += len(part)
            if size > most:
                raise BodyTooLarge(most)
            parts.append(part)
            more = message.get("more_body", False)
        return parts[0] if len(parts) == 1 else b"".join(parts)
