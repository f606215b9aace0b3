"""Ours beside the servers that people use, on one machine, in one run: ``make bench-serving``.

The same client asks all of them for the same rows of the same fitted model, at 1, 8 and 64 clients,
one row and a hundred per request. Figures are medians of rounds in which the servers take turns.
Only ratios within one run mean anything: the client shares the processors with the server.
"""

from __future__ import annotations

import argparse
import tempfile
import time
import warnings
from pathlib import Path

from tests.benchmarks.serving.contenders import contenders
from tests.benchmarks.serving.measure import Bench, Cell, Plan
from tests.benchmarks.serving.models import MODELS, make
from tests.benchmarks.serving.picture import draw
from tests.benchmarks.serving.report import as_json, as_markdown
from tests.benchmarks.serving.wrk import Wrk
from tests.support.pinned_environment import pinned_environment

PEERS = Path(__file__).with_name("peers.txt")
QUICK = Plan(clients=(1, 8), rows=(1,), seconds=1.0, rounds=1)


def main(plan: Plan, models: list[str], servers: list[str] | None, output: Path) -> None:
    """Measures, prints the table, and writes it, the figures and the picture."""
    warnings.simplefilter("ignore")
    progress = _Elapsed()
    wrk = Wrk.get()
    progress("the peers' environment, some minutes when it isn't there yet")
    every = contenders(pinned_environment("bench-serving-peers", PEERS))
    chosen = [one for one in every if servers is None or one.name in servers]
    cells: list[Cell] = []
    with tempfile.TemporaryDirectory() as scratch:
        for name in models:
            folder = Path(scratch) / name
            folder.mkdir()
            model = make(name, folder)
            progress(f"{name}: served by ours as {model.engine}")
            bench = Bench(wrk=wrk, folder=Path(scratch), plan=plan, progress=progress)
            cells += bench.measure(model, chosen)
    output.mkdir(parents=True, exist_ok=True)
    (output / "serving.json").write_text(as_json(cells, plan))
    (output / "serving.md").write_text(as_markdown(cells, plan))
    (output / "serving.svg").write_text(draw(cells))
    print(as_markdown(cells, plan))
    print(f"written to {output}: serving.md, serving.json, serving.svg")


class _Elapsed:
    """Says what happens, and how long it all takes so far."""

    def __init__(self) -> None:
        self._began = time.monotonic()

    def __call__(self, line: str) -> None:
        print(f"{time.monotonic() - self._began:6.0f} s  {line}", flush=True)


def _parser() -> argparse.ArgumentParser:
    usual = Plan()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one short round of single rows")
    parser.add_argument("--model", action="append", choices=list(MODELS), dest="models")
    parser.add_argument("--server", action="append", dest="servers", help="name, as in the table")
    parser.add_argument("--seconds", type=float, default=usual.seconds)
    parser.add_argument("--rounds", type=int, default=usual.rounds)
    parser.add_argument("--output", type=Path, default=Path("build/bench-serving"))
    return parser


if __name__ == "__main__":
    asked = _parser().parse_args()
    main(
        QUICK if asked.quick else Plan(seconds=asked.seconds, rounds=asked.rounds),
        asked.models or list(MODELS),
        asked.servers,
        asked.output,
    )
