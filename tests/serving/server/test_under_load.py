"""Concurrency, overload, deadlines and failures of the model."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.serving.server.server_process import ServerProcess, v2

if TYPE_CHECKING:
    from pathlib import Path


def sleep(seconds: float) -> dict[str, object]:
    return v2({"seconds": ("FP64", [seconds])})


def test_every_reply_belongs_to_its_request_under_32_threads(sum_model: Path) -> None:
    def ask(server: ServerProcess, thread: int) -> None:
        with httpx.Client(base_url=str(server.client.base_url), timeout=20) as client:
            for turn in range(25):
                rows = 1 + (thread + turn) % 3
                a, b = [float(thread)] * rows, [float(turn + row) for row in range(rows)]
                name = f"{thread}-{turn}"
                reply = client.post(
                    "/v2/models/sum/infer",
                    json=v2({"a": ("FP64", a), "b": ("FP64", b)}),
                    headers={"x-request-id": name},
                )
                expected = [x + 1000 * y for x, y in zip(a, b, strict=True)]
                assert reply.status_code == 200, reply.text
                assert reply.json()["id"] == name
                assert reply.json()["outputs"][0]["data"] == pytest.approx(expected, abs=1e-6)

    with ServerProcess(sum_model, SLIPWAY_WORKERS="4") as server, ThreadPoolExecutor(32) as pool:
        for done in [pool.submit(ask, server, thread) for thread in range(32)]:
            done.result()
        route = '{code="200",route="/v2/models/{model}/infer"}'
        assert server.metric(f"slipway_request_seconds_count{route}") == 32 * 25
        assert server.metric("slipway_requests_in_flight") == 0


def test_beyond_the_queue_requests_are_refused_at_once_and_the_others_served(
    sleeper_model: Path,
) -> None:
    limits = {"SLIPWAY_IN_FLIGHT": "2", "SLIPWAY_QUEUE": "2", "SLIPWAY_WORKERS": "2"}
    with ServerProcess(sleeper_model, **limits) as server, ThreadPoolExecutor(12) as pool:
        start = threading.Barrier(12)

        def ask() -> tuple[httpx.Response, float]:
            start.wait()
            began = time.perf_counter()
            reply = server.client.post("/v2/models/sleeper/infer", json=sleep(2))
            return reply, time.perf_counter() - began

        answers = [done.result() for done in [pool.submit(ask) for _ in range(12)]]
        refused = [(reply, took) for reply, took in answers if reply.status_code == 429]
        served = [reply for reply, _ in answers if reply.status_code == 200]
        assert (len(served), len(refused)) == (4, 8)
        assert all(int(reply.headers["retry-after"]) >= 1 for reply, _ in refused)
        assert max(took for _, took in refused) < 1.5
        assert server.metric('slipway_request_failures_total{cause="too_busy"}') == 8
        assert server.metric("slipway_requests_in_flight") == 0
        assert server.client.post("/v2/models/sleeper/infer", json=sleep(0)).status_code == 200


def test_a_full_server_refuses_without_reading_the_body(sleeper_model: Path) -> None:
    limits = {"SLIPWAY_IN_FLIGHT": "1", "SLIPWAY_QUEUE": "0"}
    with ServerProcess(sleeper_model, **limits) as server, ThreadPoolExecutor(1) as pool:
        url = "/v2/models/sleeper/infer"
        asked = pool.submit(server.client.post, url, json=sleep(2))
        while server.metric("slipway_requests_in_flight") == 0:
            assert not asked.done()
        assert server.client.post(url, content=b"no JSON").status_code == 429
        assert asked.result().status_code == 200
        assert server.client.post(url, content=b"no JSON").status_code == 400


def test_the_deadline_ends_the_wait_in_the_queue_and_in_the_model(sleeper_model: Path) -> None:
    limits = {
        "SLIPWAY_IN_FLIGHT": "1",
        "SLIPWAY_QUEUE": "4",
        "SLIPWAY_WORKERS": "2",
        "SLIPWAY_DEADLINE_SECONDS": "0.3",
    }
    with ServerProcess(sleeper_model, **limits) as server, ThreadPoolExecutor(2) as pool:
        url = "/v2/models/sleeper/infer"
        began = time.perf_counter()
        asked = [pool.submit(server.client.post, url, json=sleep(4)) for _ in range(2)]
        assert [done.result().status_code for done in asked] == [504, 504]
        assert time.perf_counter() - began < 3
        # One worker is still at it: though the other is idle, its place is not given away.
        assert server.client.post(url, json=sleep(0)).status_code == 504
        time.sleep(max(0.0, 4.2 - (time.perf_counter() - began)))
        assert server.client.post(url, json=sleep(0)).status_code == 200


def test_a_failing_model_is_a_500_with_an_id_and_the_log_has_no_value(sleeper_model: Path) -> None:
    with ServerProcess(sleeper_model) as server:
        reply = server.client.post(
            "/v2/models/sleeper/infer", json=sleep(-42.5), headers={"x-request-id": "bad-1"}
        )
        assert reply.status_code == 500
        assert reply.json() == {
            "error": "The model failed on this request. Its id in the log is bad-1."
        }
        event = server.wait_for("model-failed")
        assert event["requestId"] == "bad-1"
        assert "RuntimeError" in str(event["failure"])
        assert "42.5" not in str(event)
        assert server.metric('slipway_request_failures_total{cause="model"}') == 1
        assert server.client.post("/v2/models/sleeper/infer", json=sleep(0)).status_code == 200


def test_a_client_that_never_finishes_its_body_gets_a_408(sum_model: Path) -> None:
    import socket  # noqa: PLC0415 - only here is HTTP spoken by hand

    with ServerProcess(sum_model, SLIPWAY_BODY_SECONDS="0.3") as server:
        assert isinstance(server.port, int)
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as connection:
            connection.sendall(
                b"POST /v2/models/sum/infer HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n{"
            )
            assert connection.recv(1000).startswith(b"HTTP/1.1 408")
