"""A coroutine that was begun by hand, to see whether it has to wait at all."""

from __future__ import annotations

import types
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine, Generator

T = TypeVar("T")


@types.coroutine
def await_rest(begun: Coroutine[Any, Any, T], waits_for: object) -> Generator[object, object, T]:
    """Goes on after the first step, whose result says what is waited for; gives what it gives."""
    while True:
        try:
            sent = yield waits_for
        except BaseException as thrown:  # noqa: BLE001 - a cancellation belongs to the coroutine
            step, value = begun.throw, thrown
        else:
            step, value = begun.send, sent  # type: ignore[assignment]  # both take what comes next
        try:
            waits_for = step(value)
        except StopIteration as done:
            result: T = done.value
            return result
