import io
import os
import threading
import time
from pathlib import Path

import pytest

from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.lock import refuse_second, state_lock, wait_turn


def test_a_second_run_is_refused_with_the_first_ones_process(tmp_path: Path) -> None:
    lock = tmp_path / "locks" / "lock"
    with refuse_second(lock, "the state"):
        message = rf"another run holds the state \(process {os.getpid()}\)"
        with pytest.raises(Fault, match=message), refuse_second(lock, "the state"):
            pass
    with refuse_second(lock, "the state"):
        pass


def test_states_have_locks_of_their_own(tmp_path: Path) -> None:
    one, two = (state_lock(tmp_path, tmp_path / name) for name in ("one", "two"))
    assert one != two
    with refuse_second(one, "one"), refuse_second(two, "two"):
        pass


def test_a_run_waits_for_its_turn_and_says_so(
    tmp_path: Path, progress: Progress, out: io.StringIO
) -> None:
    lock, order = tmp_path / "lock", []

    def first() -> None:
        with wait_turn(lock, progress):
            entered.set()
            time.sleep(0.3)
            order.append("first")

    entered = threading.Event()
    thread = threading.Thread(target=first)
    thread.start()
    entered.wait()
    with wait_turn(lock, progress):
        order.append("second")
    thread.join()
    assert order == ["first", "second"]
    assert f"waiting for another run that fetches tools (process {os.getpid()})" in out.getvalue()
