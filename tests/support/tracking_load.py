"""Constant reads and writes on the tracking server on this machine, bounded in time."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from urllib.parse import urlsplit

import httpx

from tests.support.load import MAX_SECONDS, Load

TAG = "rotation-test"


@contextmanager
def tracking_load(
    url: str, login: tuple[str, str], experiment: str, *, clients: int = 4, pause: float = 0.2
) -> Iterator[Load]:
    """Lists experiments and writes a tag, by turns, until the block ends."""
    assert urlsplit(url).hostname == "127.0.0.1", "load goes to this machine only"
    load, stop = Load(), threading.Event()

    def work() -> None:
        deadline = time.monotonic() + MAX_SECONDS
        for turn in count():
            if stop.is_set() or time.monotonic() > deadline:
                return
            path, body = _request(turn, experiment)
            try:
                # A connection each, as new clients would.
                answer = httpx.post(f"{url}{path}", json=body, auth=login, timeout=60)
                load.count(str(answer.status_code), "")
            except httpx.HTTPError as error:
                load.count(type(error).__name__, "")
            time.sleep(pause)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=90)


def _request(turn: int, experiment: str) -> tuple[str, dict[str, object]]:
    base = "/api/2.0/mlflow/experiments"
    if turn % 2:
        tag = {"experiment_id": experiment, "key": TAG, "value": str(turn)}
        return f"{base}/set-experiment-tag", tag
    return f"{base}/search", {"max_results": 5}
