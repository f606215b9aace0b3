"""One request and one reply."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slipway.serving.server.errors import BodyTooLarge
from slipway.serving.server.http.begun import await_rest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from slipway.serving.server.http.asgi import Message, Receive
    from slipway.serving.server.slow_bodies import SlowBodies

JSON = b"application/json"
TEXT = b"text/plain; charset=utf-8"


class ClientGoneError(Exception):
    """The client closed the connection: nobody is left to answer."""


class Response:
    """Status, body and the headers beside those that every reply has.

    A plain class, for one is made per request: a frozen dataclass takes three times as long.
    """

    __slots__ = ("body", "content_type", "headers", "status")

    def __init__(
        self,
        *,
        body: bytes,
        status: int = 200,
        content_type: bytes = JSON,
        headers: tuple[tuple[bytes, bytes], ...] = (),
    ) -> None:
        self.body = body
        self.status = status
        self.content_type = content_type
        self.headers = headers


class Request:
    """A request's head, and its body on demand."""

    __slots__ = (
        "_first", "_reading", "_receive", "_waits_for", "headers", "id_given", "request_id",
    )  # fmt: skip

    def __init__(self, headers: Mapping[bytes, bytes], request_id: str, receive: Receive) -> None:
        self.headers = headers
        self.request_id = request_id
        self.id_given = False
        """Whether the client named the request in a header, which then nothing else overrides."""
        self._receive = receive
        self._first: Message | None = None

    def body_at_once(self, most: int) -> bytes | None:
        """The whole body if it is there with the head, as most are; else `rest_of_body` has it."""
        self._reading = self._receive()
        try:
            self._waits_for = self._reading.send(None)
        except StopIteration as done:
            message = done.value
            if not message.get("more_body", False):
                return _part(message, most)
            self._first = message
        return None

    async def rest_of_body(self, most: int, slow: SlowBodies) -> bytes:
        """The whole body, for which the clock runs, and never more of it in memory than allowed."""
        length = self.headers.get(b"content-length", b"")
        if length.isdigit() and int(length) > most:
            raise BodyTooLarge(most)
        return await slow.within(self._rest(most))

    async def _rest(self, most: int) -> bytes:
        message = self._first
        if message is None:
            message = await await_rest(self._reading, self._waits_for)
        parts = [_part(message, most)]
        size = len(parts[0])
        while message.get("more_body", False):
            message = await self._receive()
            parts.append(_part(message, most - size, most))
            size += len(parts[-1])
        return b"".join(parts)


def _part(message: Message, left: int, most: int | None = None) -> bytes:
    if message["type"] == "http.disconnect":
        raise ClientGoneError
    part: bytes = message.get("body", b"")
    if len(part) > left:
        raise BodyTooLarge(left if most is None else most)
    return part
