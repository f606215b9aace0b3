"""SIGTERM, and every other way to end."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import httpx

from tests.serving.server.server_process import ServerProcess, v2

if TYPE_CHECKING:
    from pathlib import Path


class Caller(threading.Thread):
    """Asks without a pause over a kept connection until readiness is gone, as a balancer would."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self.url = url
        self.codes: list[int] = []
        self.failures: list[str] = []

    def run(self) -> None:
        with httpx.Client(base_url=self.url, timeout=10) as client:
            while True:
                try:
                    if client.get("/v2/health/ready").status_code != 200:
                        return
                    body = v2({"seconds": ("FP64", [0.02])})
                    self.codes.append(
                        client.post("/v2/models/sleeper/infer", json=body).status_code
                    )
                except httpx.HTTPError as fault:
                    self.failures.append(repr(fault))
                    return


def test_a_drain_under_load_fails_no_request_and_exits_with_0(sleeper_model: Path) -> None:
    with ServerProcess(sleeper_model, SLIPWAY_DRAIN_SECONDS="2") as server:
        callers = [Caller(str(server.client.base_url)) for _ in range(8)]
        for caller in callers:
            caller.start()
        while sum(len(caller.codes) for caller in callers) < 40:
            assert not any(caller.failures for caller in callers)
            time.sleep(0.01)
        server.terminate()
        assert server.wait_for("drain")["seconds"] == 2
        for caller in callers:
            caller.join(10)
        assert [fault for caller in callers for fault in caller.failures] == []
        assert {code for caller in callers for code in caller.codes} == {200}
        assert server.wait() == 0


def test_while_draining_readiness_is_off_and_predictions_go_on(sleeper_model: Path) -> None:
    with ServerProcess(sleeper_model, SLIPWAY_DRAIN_SECONDS="5") as server:
        server.terminate()
        server.wait_for("drain")
        assert server.client.get("/v2/health/live").status_code == 200
        ready = server.client.get("/v2/health/ready")
        assert (ready.status_code, ready.json()) == (503, {"ready": False})
        assert server.client.get("/ping").status_code == 503
        assert server.metric("slipway_ready") == 0
        reply = server.client.post(
            "/v2/models/sleeper/infer", json=v2({"seconds": ("FP64", [0.0])})
        )
        assert (reply.status_code, reply.headers["connection"]) == (200, "close")


def test_a_request_in_flight_at_the_end_of_the_drain_is_answered(sleeper_model: Path) -> None:
    with ServerProcess(sleeper_model) as server:
        replies: list[int] = []
        body = v2({"seconds": ("FP64", [2.0])})
        asking = threading.Thread(
            target=lambda: replies.append(
                server.client.post("/v2/models/sleeper/infer", json=body).status_code
            )
        )
        asking.start()
        while server.metric("slipway_requests_in_flight") == 0:
            assert not replies
        server.terminate()
        asking.join(10)
        assert replies == [200]
        assert server.wait() == 0
        assert server.events[-1] | {"time": ""} == {"time": "", "event": "stop", "code": 0}


def test_a_model_that_hangs_does_not_keep_the_process_alive(sleeper_model: Path) -> None:
    with ServerProcess(sleeper_model, SLIPWAY_DEADLINE_SECONDS="0.2") as server:
        body = v2({"seconds": ("FP64", [60.0])})
        reply = server.client.post("/v2/models/sleeper/infer", json=body)
        assert reply.status_code == 504
        server.terminate()
        began = time.perf_counter()
        assert server.wait() == 0
        assert time.perf_counter() - began < 20
