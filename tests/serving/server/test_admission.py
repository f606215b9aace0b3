from __future__ import annotations

import asyncio

import pytest

from slipway.serving.server.admission import Gate
from slipway.serving.server.errors import DeadlineExceeded, TooBusy


def until(seconds: float) -> float:
    return asyncio.get_running_loop().time() + seconds


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def test_places_first_then_the_queue_then_a_refusal() -> None:
    async def scene() -> None:
        gate = Gate(places=1, queue=1, deadline=5)
        await gate.enter(until(5))
        assert not gate.full
        waiting = asyncio.create_task(gate.enter(until(5)))
        await settle()
        assert gate.full
        with pytest.raises(TooBusy) as refusal:
            await gate.enter(until(5))
        assert refusal.value.headers() == ((b"retry-after", b"5"),)
        gate.leave()
        await waiting

    asyncio.run(scene())


def test_a_place_goes_to_the_one_who_waits_longest() -> None:
    async def scene() -> list[int]:
        gate = Gate(places=1, queue=3, deadline=5)
        await gate.enter(until(5))
        order: list[int] = []

        async def come(number: int) -> None:
            await gate.enter(until(5))
            order.append(number)
            gate.leave()

        tasks = [asyncio.create_task(come(number)) for number in range(3)]
        await settle()
        gate.leave()
        await asyncio.gather(*tasks)
        return order

    assert asyncio.run(scene()) == [0, 1, 2]


def test_never_more_are_in_than_there_are_places_and_none_stays_empty() -> None:
    async def scene() -> int:
        gate = Gate(places=3, queue=50, deadline=5)
        inside = most = 0

        async def visit() -> None:
            nonlocal inside, most
            await gate.enter(until(5))
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.001)
            inside -= 1
            gate.leave()

        await asyncio.gather(*(visit() for _ in range(50)))
        return most

    assert asyncio.run(scene()) == 3


def test_who_waits_past_the_deadline_leaves_the_queue() -> None:
    async def scene() -> None:
        gate = Gate(places=1, queue=1, deadline=0.01)
        await gate.enter(until(5))
        with pytest.raises(DeadlineExceeded):
            await gate.enter(until(0.01))
        assert not gate.full
        gate.leave()
        await gate.enter(until(5))

    asyncio.run(scene())


@pytest.mark.parametrize("leave_first", [True, False])
def test_a_place_is_never_lost_when_a_waiting_one_is_cancelled(leave_first: bool) -> None:  # noqa: FBT001
    async def scene() -> None:
        gate = Gate(places=1, queue=2, deadline=5)
        await gate.enter(until(5))
        waiting = asyncio.create_task(gate.enter(until(5)))
        await settle()
        if leave_first:
            gate.leave()
        waiting.cancel()
        await asyncio.gather(waiting, return_exceptions=True)
        if not leave_first:
            gate.leave()
        await asyncio.wait_for(gate.enter(until(5)), 0.1)
        assert not gate.full

    asyncio.run(scene())
