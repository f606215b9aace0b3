"""What a server does when it is asked for several times as much as it can answer.

``python -m tests.benchmarks.serving.overload``: the model that stays in its flavour, first at its
capacity, then with as many clients as it takes to ask for a multiple of that, then at its capacity
again. wrk measures all answers alike, so the times of the good ones are the server's own histogram,
and those of a few patient clients beside the crowd.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import threading
import time
import warnings
from collections import Counter
from dataclasses import dataclass, field, replace
from pathlib import Path

import httpx
from prometheus_client.parser import text_string_to_metric_families

from tests.benchmarks.serving.bodies import make_bodies
from tests.benchmarks.serving.contenders import contenders
from tests.benchmarks.serving.models import make
from tests.benchmarks.serving.running import Running, free_ports
from tests.benchmarks.serving.wrk import Load, Wrk, write_bodies

DEADLINE_SECONDS = 0.5
_FITTING, _CROWD = 8, 512
_PAUSE_SECONDS = 0.05
_FAMILY = "slipway_request_seconds"


@dataclass
class Patient:
    """A client that asks now and then, and notes what it saw."""

    url: str
    body: bytes
    outcomes: Counter[int] = field(default_factory=Counter)
    seconds: dict[int, list[float]] = field(default_factory=dict)
    memory: list[float] = field(default_factory=list)

    def ask(self, server: Running, until: threading.Event) -> None:
        """Asks until told to stop, each time on a new connection as a new client would."""
        while not until.wait(_PAUSE_SECONDS):
            began = time.perf_counter()
            reply = httpx.post(
                self.url,
                content=self.body,
                headers={"content-type": "application/json"},
                timeout=30,
            )
            self.outcomes[reply.status_code] += 1
            taken = self.seconds.setdefault(reply.status_code, [])
            taken.append(time.perf_counter() - began)
            self.memory.append(server.memory())


def main(seconds: float) -> None:
    """Measures and prints."""
    warnings.simplefilter("ignore")
    wrk = Wrk.get()
    with tempfile.TemporaryDirectory() as scratch:
        model = make("not-compiled", Path(scratch))
        ours = contenders(Path())[0]
        bodies = make_bodies(model.rows, ours.protocol, 1)
        file = write_bodies(bodies, Path(scratch) / "bodies.jsonl")
        port = free_ports()
        environment = {"SLIPWAY_DEADLINE_SECONDS": str(DEADLINE_SECONDS)}
        command = replace(ours.start(model, Path(scratch), port), environment=environment)
        with Running(
            command=command,
            port=port,
            ready_path=ours.ready,
            log=Path(scratch) / "log",
        ) as server:
            url = server.url + ours.path
            before = wrk.run(url, file, clients=_FITTING, seconds=seconds)
            rest = server.memory()
            good, refused, crowd, patient = _overloaded(wrk, server, url, file, seconds)
            after = wrk.run(url, file, clients=_FITTING, seconds=seconds)
            _tell(before, crowd, after)
            _tell_times(good, refused, patient)
            print(f"| memory at rest, most in the crowd, afterwards (MiB) | {rest:.0f}, "
                  f"{max(patient.memory):.0f}, {server.memory():.0f} |")  # fmt: skip


def _overloaded(
    wrk: Wrk, server: Running, url: str, file: Path, seconds: float
) -> tuple[Counter[float], Counter[float], Load, Patient]:
    """Buckets of the good answers and of the refusals, all answers, and the patient client."""
    body, _, _ = file.read_bytes().partition(b"\n")
    patient, over = Patient(url=url, body=body), threading.Event()
    thread = threading.Thread(target=patient.ask, args=(server, over))
    good, refused = _buckets(server, "200"), _buckets(server, "429")
    thread.start()
    crowd = wrk.run(url, file, clients=_CROWD, seconds=seconds)
    over.set()
    thread.join()
    return (
        _buckets(server, "200") - good, _buckets(server, "429") - refused, crowd, patient,
    )  # fmt: skip


def _buckets(server: Running, code: str) -> Counter[float]:
    """Answers of the scoring route so far, by the bound that they are below."""
    text = httpx.get(f"{server.url}/metrics", timeout=30).text
    found: Counter[float] = Counter()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            if sample.name != f"{_FAMILY}_bucket" or sample.labels["code"] != code:
                continue
            if sample.labels["route"] == "/invocations":
                found[float(sample.labels["le"])] = int(sample.value)
    return found


def _bound(buckets: Counter[float], share: float) -> float:
    """The bound below which at least this share of the answers was."""
    whole = max(buckets.values(), default=0)
    return min((bound for bound, count in buckets.items() if count >= share * whole), default=0.0)


def _tell(before: Load, crowd: Load, after: Load) -> None:
    good = crowd.answered - crowd.errors
    print("| what | figure |\n|---|---|")
    print(f"| capacity, {_FITTING} clients (answers/s) | {before.rate:,.0f} |")
    print(f"| asked for by {_CROWD} clients (requests/s) | {crowd.answered / crowd.seconds:,.0f} |")
    print(f"| that is, times the capacity | {crowd.answered / crowd.seconds / before.rate:.1f} |")
    print(f"| answered well meanwhile (answers/s) | {good / crowd.seconds:,.0f} |")
    print(f"| capacity afterwards (answers/s) | {after.rate:,.0f} |")


def _tell_times(good: Counter[float], refused: Counter[float], patient: Patient) -> None:
    print(f"| deadline (s) | {DEADLINE_SECONDS} |")
    print(f"| 99 % of the good answers below (s, server) | {_bound(good, 0.99)} |")
    print(f"| 99 % of the refusals below (s, server) | {_bound(refused, 0.99)} |")
    for code, taken in sorted(patient.seconds.items()):
        last = statistics.quantiles(taken, n=100)[-1] if len(taken) > 1 else taken[0]
        print(f"| a patient client's {code}: count, p99 (s) | {len(taken)}, {last:.2f} |")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=15.0)
    main(parser.parse_args().seconds)
