"""Constant load on a model service on this machine, bounded in count and time."""

import ssl
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import httpx

ROW = {
    "car_value": 39811.0,
    "salary_range": "40K - 60K €",
    "debt_to_income_ratio": 0.63,
    "loan_length": 19.0,
    "repaid_loan_on_prev_car": "False",
    "size_of_downpayment": "40%",
    "driver_tenure": 0.21,
}
MAX_SECONDS = 600
TLS = ssl.create_default_context()
"""Never used, but each request would make one of its own, which takes longer than its answer."""


@dataclass
class Load:
    """What a load sent and what came back, by outcome."""

    outcomes: Counter[str] = field(default_factory=Counter)
    versions: Counter[str] = field(default_factory=Counter)
    last_failure: float | None = None
    """When the last failed request ended, on the monotonic clock."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def sent(self) -> int:
        return sum(self.outcomes.values())

    @property
    def failed(self) -> dict[str, int]:
        return {outcome: n for outcome, n in self.outcomes.items() if outcome != "200"}

    def count(self, outcome: str, version: str) -> None:
        with self.lock:
            self.outcomes[outcome] += 1
            if outcome != "200":
                self.last_failure = time.monotonic()
            if version:
                self.versions[version] += 1


@contextmanager
def constant_load(
    url: str, *, clients: int = 4, pause: float = 0.05, rows: int = 1
) -> Iterator[Load]:
    """Sends requests until the block ends, each on a connection of its own as new clients would."""
    assert urlsplit(url).hostname == "127.0.0.1", "load goes to this machine only"
    load, stop = Load(), threading.Event()
    threads = [
        threading.Thread(target=_client, args=(url, load, stop, pause, rows), daemon=True)
        for _ in range(clients)
    ]
    for thread in threads:
        thread.start()
    try:
        yield load
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=60)


def _client(url: str, load: Load, stop: threading.Event, pause: float, rows: int) -> None:
    deadline = time.monotonic() + MAX_SECONDS
    body = {"dataframe_records": [ROW] * rows}
    while not stop.is_set() and time.monotonic() < deadline:
        try:
            answer = httpx.post(f"{url}/invocations", json=body, timeout=30, verify=TLS)
            load.count(str(answer.status_code), answer.headers.get("x-model-version", ""))
        except httpx.HTTPError as error:
            load.count(type(error).__name__, "")
        time.sleep(pause)
