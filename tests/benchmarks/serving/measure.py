"""One model on all servers at once: each cell is measured on one after the other, in rounds."""

from __future__ import annotations

import statistics
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx

from tests.benchmarks.serving.bodies import make_bodies, predictions
from tests.benchmarks.serving.running import Running, free_ports
from tests.benchmarks.serving.wrk import Wrk, write_bodies

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from slipway.serving.package import Engine
    from tests.benchmarks.serving.contenders import Contender
    from tests.benchmarks.serving.models import ServedModel
    from tests.benchmarks.serving.wrk import Load

WARM_UP_SECONDS = 1.0
_JSON = {"content-type": "application/json"}


class WrongAnswerError(Exception):
    """Two servers disagree, so their speeds can't be compared."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What is measured."""

    clients: tuple[int, ...] = (1, 8, 64)
    rows: tuple[int, ...] = (1, 100)
    seconds: float = 4.0
    rounds: int = 3


@dataclass(frozen=True, kw_only=True)
class Situation:
    """Who asks for how much at once."""

    clients: int
    rows: int


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One server in one situation: medians of the rounds."""

    model: str
    engine: Engine
    contender: str
    clients: int
    rows: int
    rate: float
    """Good answers per second."""
    p50: float
    p99: float
    """Milliseconds."""
    errors: int
    """In all rounds together."""
    cpu: float
    """Processors' worth of time that the server's processes took."""
    cpu_per_answer: float
    """Milliseconds of processor time of the server for an answer."""
    memory: float
    """MiB after the load, with what processes share counted once."""
    ready: float
    """Seconds from the start of the process to readiness."""


@dataclass(frozen=True, kw_only=True)
class _Shot:
    load: Load
    cpu_seconds: float
    memory: float


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Where servers run and what loads them."""

    wrk: Wrk
    folder: Path
    plan: Plan
    progress: Callable[[str], None]

    def measure(self, model: ServedModel, contenders: Sequence[Contender]) -> list[Cell]:
        """Every cell of a model; all servers are up, and idle unless it is their turn."""
        fitting = [one for one in contenders if one.serves(model)]
        with self._servers(model, fitting) as servers:
            self._check(model, fitting, servers)
            return [
                cell
                for rows in self.plan.rows
                for clients in self.plan.clients
                for cell in self._in_turns(
                    model, fitting, servers, Situation(clients=clients, rows=rows)
                )
            ]

    @contextmanager
    def _servers(
        self, model: ServedModel, contenders: Sequence[Contender]
    ) -> Iterator[dict[str, Running]]:
        servers: dict[str, Running] = {}
        with ExitStack() as stack:
            for one in contenders:
                if one.server in servers:
                    continue
                folder = self.folder / model.name / one.server
                folder.mkdir(parents=True)
                port = free_ports()
                running = Running(
                    command=one.start(model, folder, port),
                    port=port,
                    ready_path=one.ready,
                    log=folder / "log",
                )
                servers[one.server] = stack.enter_context(running)
                seconds = servers[one.server].ready_seconds
                self.progress(f"{model.name}: {one.server} ready after {seconds:.1f} s")
            yield servers

    def _check(
        self, model: ServedModel, contenders: Sequence[Contender], servers: dict[str, Running]
    ) -> None:
        """All must answer the same labels before their speed means anything."""
        expected: list[object] | None = None
        for one in contenders:
            body = make_bodies(model.rows, one.protocol, 100)[0]
            url = servers[one.server].url + one.path
            reply = httpx.post(url, content=body, headers=_JSON, timeout=30)
            if reply.status_code != httpx.codes.OK:
                raise WrongAnswerError(f"{model.name}: {one.name} answers {reply.text[:300]}")
            found = predictions(reply.content)
            expected = expected or found
            if found != expected:
                raise WrongAnswerError(f"{model.name}: {one.name} predicts something else")

    def _in_turns(
        self,
        model: ServedModel,
        contenders: Sequence[Contender],
        servers: dict[str, Running],
        situation: Situation,
    ) -> Iterator[Cell]:
        shots: dict[str, list[_Shot]] = {one.name: [] for one in contenders}
        for turn in range(self.plan.rounds):
            # The other way round every second time, so that nobody always follows the same.
            for one in contenders if turn % 2 == 0 else contenders[::-1]:
                bodies = write_bodies(
                    make_bodies(model.rows, one.protocol, situation.rows),
                    self.folder / f"{model.name}-{one.protocol}-{situation.rows}.jsonl",
                )
                shot = self._shoot(one, servers[one.server], bodies, situation.clients)
                shots[one.name].append(shot)
        for one in contenders:
            cell = _cell(
                model, one.name, situation, shots[one.name], servers[one.server].ready_seconds
            )
            told = f"{cell.rate:9.1f} /s, p50 {cell.p50:8.2f} ms, p99 {cell.p99:8.2f} ms"
            place = f"{model.name:18} {cell.rows:3} rows {cell.clients:2} clients"
            self.progress(f"{place} {one.name:20} {told}, {cell.errors} errors")
            yield cell

    def _shoot(self, one: Contender, server: Running, bodies: Path, clients: int) -> _Shot:
        url = server.url + one.path
        self.wrk.run(url, bodies, clients=clients, seconds=WARM_UP_SECONDS)
        before = server.cpu_seconds()
        load = self.wrk.run(url, bodies, clients=clients, seconds=self.plan.seconds)
        return _Shot(load=load, cpu_seconds=server.cpu_seconds() - before, memory=server.memory())


def _cell(
    model: ServedModel, contender: str, situation: Situation, shots: Sequence[_Shot], ready: float
) -> Cell:
    median = statistics.median
    return Cell(
        model=model.name,
        engine=model.engine,
        contender=contender,
        clients=situation.clients,
        rows=situation.rows,
        rate=median(shot.load.rate for shot in shots),
        p50=median(shot.load.p50 for shot in shots),
        p99=median(shot.load.p99 for shot in shots),
        errors=sum(shot.load.errors for shot in shots),
        cpu=median(shot.cpu_seconds / shot.load.seconds for shot in shots),
        cpu_per_answer=median(
            1000 * shot.cpu_seconds / max(1, shot.load.answered) for shot in shots
        ),
        memory=median(shot.memory for shot in shots),
        ready=ready,
    )
