"""Makes the comparison of a stack: plans each cell once, then asks its estimate many times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from slipway.stacks.advice.table import factor_table
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.compare.break_even import break_evens
from slipway.stacks.cost.compare.capacity import serves_up_to
from slipway.stacks.cost.compare.cells.candidates import Candidate, Misfit, candidates, told_faults
from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS
from slipway.stacks.cost.compare.cells.lacks import lacks
from slipway.stacks.cost.compare.comparison import Comparison, Entry
from slipway.stacks.cost.compare.errors import MixedCurrenciesError, NothingFitsError
from slipway.stacks.cost.compare.people.overtake import overtakes
from slipway.stacks.cost.compare.question import Question
from slipway.stacks.cost.compare.sensitivity import sensitivity
from slipway.stacks.cost.compare.sweep import default_rates, sweep
from slipway.stacks.cost.estimate.estimator import Estimator
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumptions import Assumptions
from slipway.stacks.cost.usage.traffic import Traffic
from slipway.stacks.plan.graph import Plan


@dataclass(frozen=True, kw_only=True)
class Planned:
    """A cell that was planned and can be estimated."""

    candidate: Candidate
    estimator: Estimator


def planned_cells(question: Question, *, progress: Callable[[str], None]) -> list[Planned | Misfit]:
    """Every cell that is asked for, planned in processes of their own.

    Raises:
        ConfigError: The config's traffic is out of order.
        CostInputError: A price is in another unit or currency than its kind.
    """
    # Imported late: it loads the clouds' SDKs.
    from slipway.stacks.plan.many import Refused, plan_many  # noqa: PLC0415

    found = candidates(question.config, regions=question.regions, only=question.only)
    ready = [one for one in found if isinstance(one, Candidate)]
    cells = "1 cell" if len(ready) == 1 else f"{len(ready)} cells"
    progress(f"Planning {cells} of {question.config.stack}, offline ...")
    plans = dict(
        zip((one.cell for one in ready), plan_many([one.config for one in ready]), strict=True)
    )
    told: list[Planned | Misfit] = []
    for one in found:
        if isinstance(one, Misfit):
            told.append(one)
            continue
        plan = plans[one.cell]
        if isinstance(plan, Refused):
            told.append(one.misfit(told_faults(plan.faults)))
        else:
            told.append(_estimated(one, plan, question))
    return told


def _estimated(candidate: Candidate, plan: Plan, question: Question) -> Planned | Misfit:
    """A cell without any price would be the cheapest, and tell nothing."""
    estimator = Estimator(
        plan,
        candidate.config,
        question.catalogue,
        assumptions=question.assumptions,
        hours=question.hours,
    )
    if not estimator.base.prices:
        return candidate.misfit(
            f"region: got {candidate.region}; expected one with prices. Add them by --prices "
            f"BOOK.csv, or name another region with --{candidate.target}-region."
        )
    return Planned(candidate=candidate, estimator=estimator)


def compared(question: Question, cells: Sequence[Planned | Misfit]) -> Comparison:
    """The cells side by side, with break-even and sensitivity.

    Raises:
        NothingFitsError: None of them has a bill.
        MixedCurrenciesError: Their prices are in several currencies.
    """
    misfits = tuple(one for one in cells if isinstance(one, Misfit))
    planned = [one for one in cells if isinstance(one, Planned)]
    if not planned:
        raise NothingFitsError(question.config.stack, misfits)
    entries = tuple(_entry(one) for one in planned)
    _one_currency(entries)
    estimators = {one.candidate.cell: one.estimator for one in planned}
    people = {cell: one for cell, one in question.people.items() if cell in estimators}
    totals = {entry.cell: entry.estimate.total for entry in entries}
    rates = _workload(question.config)
    found = None
    if any(span.expected for span in rates.values()):
        found = sweep(estimators, default_rates(question.config))
    return Comparison(
        stack=question.config.stack,
        workload=rates,
        entries=entries,
        misfits=misfits,
        sweep=found,
        break_even=() if found is None else tuple(break_evens(estimators, found)),
        sensitivity=tuple(
            swing for cell, one in estimators.items() for swing in sensitivity(cell, one)
        ),
        people=people,
        overtakes=tuple(overtakes(totals, people)),
        factors=factor_table([BILLED_CELLS[cell] for cell in totals], runs=question.runs),
    )


def _entry(planned: Planned) -> Entry:
    candidate = planned.candidate
    return Entry(
        cell=candidate.cell,
        variant=candidate.variant,
        target=candidate.target,
        region=candidate.region,
        estimate=planned.estimator.base,
        lacks=lacks(candidate.variant, candidate.target),
        serves_up_to=serves_up_to(planned.estimator),
        notes=candidate.notes,
    )


def _workload(config: StackConfig) -> dict[str, Span]:
    traffic = Traffic(config, Assumptions())
    rates = {model: traffic.requests_per_second(model) for model in config.platform.workload}
    return {model: rate for model, rate in rates.items() if rate is not None}


def _one_currency(entries: Sequence[Entry]) -> None:
    """Those without any price have none that could differ.

    Raises:
        MixedCurrenciesError: There are two.
    """
    currencies = {one.cell: one.estimate.currency for one in entries if one.estimate.prices}
    if len(set(currencies.values())) > 1:
        raise MixedCurrenciesError(currencies)
