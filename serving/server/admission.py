"""The bound on what the process takes on: places, a short queue, and nothing beyond."""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress

from slipway.serving.server.errors import DeadlineExceeded, TooBusy


class Gate:
    """Places for requests; first come, first served, and a wait that ends at the deadline.

    Belongs to one event loop and takes no lock. A place is handed from the one who leaves
    straight to the one who waits longest, so that a newcomer never overtakes the queue.
    """

    def __init__(self, *, places: int, queue: int, deadline: float) -> None:
        self._free = places
        self._queue = queue
        self._deadline = deadline
        self._waiting: deque[asyncio.Future[None]] = deque()

    @property
    def full(self) -> bool:
        """Whether the next one would be refused."""
        return self._free == 0 and len(self._waiting) >= self._queue

    def refusal(self) -> TooBusy:
        """What a newcomer gets when full. By then, one deadline later, the queue is another."""
        return TooBusy(max(1, round(self._deadline)))

    async def enter(self, until: float) -> None:
        """Takes a place, by the loop's time `until`; whoever entered must leave."""
        if self._free > 0:
            self._free -= 1
            return
        if self.full:
            raise self.refusal()
        loop = asyncio.get_running_loop()
        place = loop.create_future()
        self._waiting.append(place)
        timer = loop.call_at(until, _give_up, place, self._deadline)
        try:
            await place
        except asyncio.CancelledError:
            # Handed over in the very moment of the cancellation: it must not be lost.
            if place.done() and not place.cancelled() and place.exception() is None:
                self.leave()
            raise
        finally:
            timer.cancel()
            with suppress(ValueError):
                self._waiting.remove(place)

    def leave(self) -> None:
        """Gives the place to the one who waits longest, else frees it."""
        while self._waiting:
            place = self._waiting.popleft()
            if not place.done():
                place.set_result(None)
                return
        self._free += 1


def _give_up(place: asyncio.Future[None], deadline: float) -> None:
    if not place.done():
        place.set_exception(DeadlineExceeded(deadline))
