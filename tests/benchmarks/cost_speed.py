"""How long a bill takes once the plan is there, beside its bare arithmetic and the naive way.

Run by ``make bench-cost``; prints two tables. Every figure is the median of several rounds in this
process, the contenders in turns, so that a busy machine slows all of them alike. Seconds are those
of the processor; those by the clock, which are more where others work too, stand beside them. The
floor multiplies the same lines and nothing else; the naive way makes a whole new estimate for each
request rate.
"""

import argparse
import os
import resource
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue.catalogue import Catalogue, with_book
from slipway.stacks.cost.compare.break_even import break_evens
from slipway.stacks.cost.compare.make import Planned, compared, planned_cells
from slipway.stacks.cost.compare.question import Question
from slipway.stacks.cost.compare.sensitivity import sensitivity
from slipway.stacks.cost.compare.sweep import RateCost, default_rates, sweep
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.usage.traffic import rate_name
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.many import plan_many
from tests.support.example_stacks import CLOUD_STACKS, ROOT

Contender = Callable[[], object]
_REPEATED = 100
"""One multiplication of the lines is too short for the processor's clock."""
_NAIVE = 10
"""Only every so many-th rate is asked the naive way, and the time is told for all."""
_MODULES = ("slipway.stacks.cost.estimate.make", "slipway.stacks.cost.compare.make")


def main(rounds: int, stack: str) -> None:
    """Measures and prints."""
    print(f"median of {rounds} rounds, {os.cpu_count()} processors, seconds; plans made before")
    for module in _MODULES:
        print(f"import of {module}: {_import_time(module):.2f} s in a fresh process")
    configs = [_configured(name) for name in CLOUD_STACKS]
    start = time.perf_counter()
    plans = [one for one in plan_many(configs) if isinstance(one, Plan)]
    print(f"plans of the {len(plans)} example stacks: {time.perf_counter() - start:.1f} s")
    _estimates(rounds, list(zip(plans, configs, strict=True)))
    _comparison(rounds, _configured(stack))
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"\npeak of this process, SDKs and all plans included: {most:.0f} MiB")


def _configured(stack: str) -> StackConfig:
    return load(from_file(ROOT / f"Pulumi.{stack}.yaml"))


def _import_time(module: str) -> float:
    start = time.perf_counter()
    subprocess.run((sys.executable, "-c", f"import {module}"), cwd=ROOT, check=True, timeout=300)
    return time.perf_counter() - start


def _estimates(rounds: int, stacks: Sequence[tuple[Plan, StackConfig]]) -> None:
    """Each stack estimated from its plan, and its lines multiplied."""
    start = time.perf_counter()
    catalogue = with_book(None)
    read = time.perf_counter() - start
    print(f"\nestimate of one planned stack (aim: under 0.2 s); price book read in {read:.2f} s")
    print(f"{'stack':24} {'lines':>6} {'first':>8} {'median':>8} {'clock':>8} {'floor':>8}")
    for plan, config in stacks:
        estimate = _estimate(plan, config, catalogue)
        start = time.process_time()
        made = estimate()
        first = time.process_time() - start
        median, floor = _in_turns(rounds, [estimate, _floor([made], _REPEATED)])
        row = f"{len(made.items):6} {first:8.3f} {median.processor:8.3f} {median.clock:8.3f}"
        print(f"{plan.stack:24} {row} {floor.processor / _REPEATED:8.5f}", flush=True)


def _estimate(plan: Plan, config: StackConfig, catalogue: Catalogue) -> Callable[[], Estimate]:
    return lambda: Estimator(plan, config, catalogue).base


def _floor(estimates: Sequence[Estimate], times: int = 1) -> Contender:
    """Every priced line's quantity times its price, added up, so many times over."""
    factors = [
        (figure, item.price.tiers[0].amount)
        for estimate in estimates
        for item in estimate.items
        if item.price is not None
        for figure in item.quantity.each()
    ]

    def multiply() -> Decimal:
        found = Decimal(0)
        for _ in range(times):
            found += sum((figure * amount for figure, amount in factors), Decimal(0))
        return found

    return multiply


def _comparison(rounds: int, config: StackConfig) -> None:
    """All cells of one stack's workload, at about a hundred rates each."""
    question = Question.of(config)
    start = time.perf_counter()
    told = planned_cells(question, progress=lambda _line: None)
    planning = time.perf_counter() - start
    cells = [one for one in told if isinstance(one, Planned)]
    rates = default_rates(config)
    print(f"\ncomparison of {len(cells)} variants of {config.stack} at {len(rates)} rates")
    print(f"planning them: {planning:.1f} s; all below is on top of it")
    estimators = {one.candidate.cell: one.estimator for one in cells}
    bases = [one.estimator.base for one in cells]
    swept = sweep(estimators, rates)
    whole = _whole(question, cells)
    contenders: dict[str, Contender] = {
        "whole comparison (aim: under 2 s)": whole,
        "of it: estimates from the plans": lambda: _fresh(question, cells),
        "of it: the totals at each rate": lambda: sweep(estimators, rates),
        "of it: break-even": lambda: break_evens(estimators, swept),
        "of it: sensitivity": lambda: [sensitivity(*one) for one in estimators.items()],
        f"naive totals, each {_NAIVE}th rate": _naive(question, cells, rates[::_NAIVE]),
        "floor: lines multiplied for each rate": _floor(bases, len(rates)),
    }
    for one in cells:
        _check(one, question, rates)
    medians = dict(zip(contenders, _in_turns(rounds, list(contenders.values())), strict=True))
    print(f"{'':40} {'median':>8} {'clock':>8}")
    for name, median in medians.items():
        print(f"{name:40} {median.processor:8.3f} {median.clock:8.3f}")
    _, _, totals, *_, naive, floor = (one.processor for one in medians.values())
    print(f"all totals the naive way: {naive * _NAIVE / totals:.0f} times what they take")
    print(f"the totals take {totals / floor:.0f} times their bare arithmetic")
    print(f"peak of the whole comparison: {_peak(whole):.1f} MiB beyond its plans")


def _whole(question: Question, cells: Sequence[Planned]) -> Contender:
    """Estimates from the plans, totals at each rate, break-even and sensitivity."""
    return lambda: compared(question, _fresh(question, cells))


def _fresh(question: Question, cells: Sequence[Planned]) -> list[Planned]:
    """The cells with estimators that know nothing yet."""
    return [
        replace(
            one,
            estimator=Estimator(
                one.estimator.plan, one.candidate.config, question.catalogue, hours=question.hours
            ),
        )
        for one in cells
    ]


def _naive(question: Question, cells: Sequence[Planned], rates: Sequence[Decimal]) -> Contender:
    def ask() -> list[Decimal]:
        return [_anew(one, question, rate).total.expected for one in cells for rate in rates]

    return ask


def _anew(cell: Planned, question: Question, rate: Decimal) -> Estimate:
    """The estimate of a config that has this rate; each model keeps its share, as in a sweep."""
    config = cell.candidate.config
    known = {one.name: one.value.expected for one in cell.estimator.base.assumptions}
    workload = config.platform.workload
    expected = {model: known.get(rate_name(model), Decimal(0)) for model in workload}
    shares = {model: one / sum(expected.values()) for model, one in expected.items()}
    changed = {
        model: one.model_copy(
            update={
                "requests_per_second": one.requests_per_second.model_copy(
                    update=dict.fromkeys(("low", "expected", "high"), rate * shares[model])
                )
            }
        )
        for model, one in workload.items()
    }
    platform = config.platform.model_copy(update={"workload": changed})
    stack = replace(config, platform=platform)
    return Estimator(cell.estimator.plan, stack, question.catalogue).base


def _check(cell: Planned, question: Question, rates: Sequence[Decimal]) -> None:
    """Both ways must answer the same, or their times mean nothing."""
    quick = RateCost(cell.estimator)
    for rate in (rates[0], rates[-1]):
        if quick(rate) != _anew(cell, question, rate).total:
            raise SystemExit(f"{cell.candidate.cell} at {rate}: the two ways disagree")


@dataclass(frozen=True, kw_only=True)
class Seconds:
    """The processor's, and the clock's."""

    processor: float
    clock: float


def _in_turns(rounds: int, contenders: Sequence[Contender]) -> list[Seconds]:
    """The median of each; one round first, to fill caches."""
    times: list[list[Seconds]] = [[] for _ in contenders]
    for turn in range(rounds + 1):
        for place, contender in enumerate(contenders):
            clock, processor = time.perf_counter(), time.process_time()
            contender()
            taken = Seconds(
                processor=time.process_time() - processor, clock=time.perf_counter() - clock
            )
            if turn:
                times[place].append(taken)
    return [
        Seconds(
            processor=statistics.median(one.processor for one in taken),
            clock=statistics.median(one.clock for one in taken),
        )
        for taken in times
    ]


def _peak(contender: Contender) -> float:
    """MiB that were allocated at most, in a round of its own: tracing takes time."""
    tracemalloc.start()
    try:
        contender()
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--stack", choices=CLOUD_STACKS, default="cloud-native-aws")
    asked = parser.parse_args()
    main(asked.rounds, asked.stack)
