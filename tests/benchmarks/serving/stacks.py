"""The bare handler on several HTTP servers: what ours was chosen by.

``python -m tests.benchmarks.serving.stacks``: the same handler around the same graph, one process
and one thread of the event loop each, at 1, 8 and 64 clients, in rounds. Then the JSON libraries on
the bodies of the benchmark.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import tempfile
import warnings
from contextlib import ExitStack
from pathlib import Path

from slipway.serving.package import GRAPH_FILE
from tests.benchmarks.serving.bodies import Protocol, make_bodies
from tests.benchmarks.serving.contenders import HERE, UVICORN, Command
from tests.benchmarks.serving.models import make
from tests.benchmarks.serving.running import Running, free_ports
from tests.benchmarks.serving.wrk import Load, Wrk, write_bodies
from tests.support.pinned_environment import pinned_environment

REQUIREMENTS = Path(__file__).with_name("stacks.txt")
CLIENTS = (1, 8, 64)
_JSON_TIMES = """
import json, sys, timeit
import msgspec, orjson
for rows, body in json.load(sys.stdin).items():
    body = body.encode()
    libraries = {"json": json.loads, "msgspec": msgspec.json.decode, "orjson": orjson.loads}
    for name, loads in libraries.items():
        times = timeit.repeat(lambda: loads(body), number=2000, repeat=5)
        print(f"| {name} | {rows} | {min(times) / 2000 * 1e6:.1f} |")
"""


STACKS: dict[str, tuple[str, ...]] = {
    "uvicorn (uvloop, httptools)": ("uvicorn", "bare:app", *UVICORN, "--port", "{port}"),
    "uvicorn (asyncio, h11)": (
        "uvicorn", "bare:app", "--loop", "asyncio", "--http", "h11", "--no-access-log",
        "--log-level", "warning", "--port", "{port}",
    ),
    "granian": (
        "granian", "--interface", "asgi", "--port", "{port}", "--workers", "1", "--no-log",
        "bare:app",
    ),
    "hypercorn (uvloop)": (
        "hypercorn", "--bind", "127.0.0.1:{port}", "--worker-class", "uvloop", "bare:app",
    ),
}  # fmt: skip
"""A command for each; the handler is found through PYTHONPATH."""


def main(seconds: float, rounds: int) -> None:
    """Measures and prints."""
    warnings.simplefilter("ignore")
    wrk = Wrk.get()
    environment = pinned_environment("bench-serving-stacks", REQUIREMENTS)
    with tempfile.TemporaryDirectory() as scratch, ExitStack() as running:
        model = make("boosting", Path(scratch))
        variables = {"GRAPH": str(model.package / GRAPH_FILE), "PYTHONPATH": str(HERE)}
        single, many = (make_bodies(model.rows, Protocol.INVOCATIONS, rows) for rows in (1, 100))
        bodies = write_bodies(single, Path(scratch) / "bodies.jsonl")
        servers: dict[str, Running] = {}
        for at, (name, words) in enumerate(STACKS.items()):
            port = free_ports()
            program, *arguments = (word.format(port=port) for word in words)
            servers[name] = running.enter_context(
                Running(
                    command=Command(
                        argv=(str(environment / "bin" / program), *arguments),
                        environment=variables,
                    ),
                    port=port,
                    ready_path="/",
                    log=Path(scratch) / f"{at}.log",
                )
            )
        print("| HTTP server | clients | req/s | p50 ms | p99 ms |\n|---|--:|--:|--:|--:|")
        for clients in CLIENTS:
            loads: dict[str, list[Load]] = {name: [] for name in servers}
            for _ in range(rounds):
                for name, server in servers.items():
                    load = wrk.run(f"{server.url}/", bodies, clients=clients, seconds=seconds)
                    loads[name].append(load)
            for name, seen in loads.items():
                rate, p50, p99 = (
                    statistics.median(getattr(load, figure) for load in seen)
                    for figure in ("rate", "p50", "p99")
                )
                print(f"| {name} | {clients} | {rate:,.0f} | {p50:.2f} | {p99:.2f} |", flush=True)
        print("\n| JSON library | rows | us to read a body |\n|---|--:|--:|", flush=True)
        subprocess.run(
            [environment / "bin" / "python", "-c", _JSON_TIMES],
            input=json.dumps({1: single[0].decode(), 100: many[0].decode()}),
            text=True,
            check=True,
        )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=3.0)
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    main(asked.seconds, asked.rounds)
