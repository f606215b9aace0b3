from __future__ import annotations

import asyncio
from typing import NoReturn

import pytest

from slipway.serving.server.errors import SlowBody
from slipway.serving.server.slow_bodies import SlowBodies


async def after(seconds: float, value: str) -> str:
    await asyncio.sleep(seconds)
    return value


def test_a_body_in_time_is_given_and_one_that_is_late_is_refused() -> None:
    async def scene() -> list[object]:
        slow = SlowBodies(0.1)
        tasks = [slow.within(after(delay, "body")) for delay in (0.0, 5.0, 0.01)]
        return await asyncio.gather(*tasks, return_exceptions=True)

    first, second, third = asyncio.run(scene())
    assert (first, third) == ("body", "body")
    assert isinstance(second, SlowBody)


def test_each_body_has_its_own_time() -> None:
    async def scene() -> tuple[object, object]:
        slow = SlowBodies(0.2)
        early = asyncio.create_task(slow.within(after(5, "early")))
        await asyncio.sleep(0.15)
        later = asyncio.create_task(slow.within(after(0.12, "later")))  # past the first one's end
        found = await asyncio.gather(early, later, return_exceptions=True)
        return found[0], found[1]

    early, later = asyncio.run(scene())
    assert isinstance(early, SlowBody)
    assert later == "later"


def test_a_pause_between_bodies_starts_the_clock_anew() -> None:
    async def scene() -> None:
        slow = SlowBodies(0.05)
        assert await slow.within(after(0, "one")) == "one"
        await asyncio.sleep(0.12)
        with pytest.raises(SlowBody):
            await slow.within(after(5, "two"))

    asyncio.run(scene())


def test_a_cancellation_from_elsewhere_stays_one_and_a_fault_stays_itself() -> None:
    async def fail() -> NoReturn:
        raise LookupError

    async def scene() -> None:
        slow = SlowBodies(5)
        task = asyncio.create_task(slow.within(after(5, "never")))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        with pytest.raises(LookupError):
            await slow.within(fail())

    asyncio.run(scene())
