"""The end of bodies that don't end."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from slipway.serving.server.errors import SlowBody

if TYPE_CHECKING:
    from collections.abc import Coroutine

T = TypeVar("T")


class SlowBodies:
    """One timer for all bodies that are being read: a timer for each costs more than reading one.

    Belongs to one event loop.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._until: dict[asyncio.Task[object], float] = {}
        """In the order of arrival, which is the order of their ends."""
        self._late: set[asyncio.Task[object]] = set()
        self._armed = False

    async def within(self, reading: Coroutine[None, None, T]) -> T:
        """What the coroutine gives; refuses a client that takes longer than allowed."""
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 - requests are answered in tasks
        loop = task.get_loop()
        self._until[task] = loop.time() + self._seconds
        if not self._armed:
            self._armed = True
            loop.call_later(self._seconds, self._look, loop)
        try:
            return await reading
        except asyncio.CancelledError:
            if task not in self._late:
                raise
            task.uncancel()
            raise SlowBody(self._seconds) from None
        finally:
            del self._until[task]
            self._late.discard(task)

    def _look(self, loop: asyncio.AbstractEventLoop) -> None:
        now = loop.time()
        for task, until in self._until.items():
            if until > now:
                loop.call_at(until, self._look, loop)
                return
            if task not in self._late:
                self._late.add(task)
                task.cancel()
        self._armed = False
