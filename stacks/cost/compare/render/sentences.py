"""What a comparison means, in sentences: for a terminal, Markdown and a page alike."""

from collections.abc import Iterator
from decimal import Decimal

from slipway.stacks.cost.compare.break_even import BreakEven
from slipway.stacks.cost.compare.comparison import Comparison, Entry
from slipway.stacks.cost.compare.figures import cheapest, plain, rate_figure, total_figures
from slipway.stacks.cost.money import cents
from slipway.stacks.cost.span import Span

_NO_OVERTAKE = (
    "With the bill added, none of them overtakes another: who costs less at first always does."
)
_WHOSE_HOURS = (
    "Built-in hours are an estimate of ours and no measurement; --json has the reasons, and "
    "--people FILE takes yours."
)
WELL_PRICED = Decimal("0.95")
BESIDE_MONEY = "What decides beside money, from 1 to 5, and 5 is always the best for the team"
_REASONS = (
    "The last rows aren't money: scores from 1 to 5, and 5 is always the best for the team. "
    "slipway variants has the reason of each, --advise ranks by your weights."
)
_WHERE_PODS_ARE = (
    "Pods add no money of their own: where models run on nodes, those stand under cluster, and "
    "under serving only what is billed for an endpoint."
)


def subject(comparison: Comparison) -> str:
    """Whose traffic is compared."""
    if not comparison.workload:
        return (
            f"{comparison.stack}: no model has traffic (platform.workload); each counts its "
            "least replicas, at most its most."
        )
    low, expected, high = (rate_figure(one) for one in comparison.rate.each())
    models = ", ".join(comparison.workload)
    return f"{comparison.stack}: {expected} requests/s expected ({low} to {high}) for {models}."


def answer(comparison: Comparison) -> str:
    """Which one is the cheapest at the expected traffic, and whether that may change."""
    best = cheapest(comparison)
    _, expected, _ = total_figures(best)
    known = best.estimate.coverage >= WELL_PRICED
    word = "Cheapest as expected" if known else "Lowest as far as prices are known"
    told = f"{word}: {best.cell}, {expected} {comparison.currency} a month."
    if not comparison.at_least:
        return told
    poor = [entry.cell for entry in comparison.entries if entry.estimate.coverage < WELL_PRICED]
    if poor:
        return (
            f"{told} Less than {WELL_PRICED * 100:.0f} % of the lines have a price in "
            f"{', '.join(poor)}: with all of them the order may be another."
        )
    return f"{told} Where it says ≥, a price is missing, named below."


def break_evens(comparison: Comparison) -> list[str]:
    """At which request rate another cell becomes the cheapest."""
    if comparison.sweep is None:
        return ["No break-even: it takes platform.workload, the requests per second of models."]
    first, last = (rate_figure(comparison.sweep.rates[at]) for at in (0, -1))
    if not comparison.break_even:
        best = cheapest(comparison)
        told = f"{best.cell} is the cheapest at every rate from {first} to {last} requests/s"
        limit = best.serves_up_to
        if limit is not None and limit < comparison.sweep.rates[-1]:
            told += f", of which its bounds bear up to {rate_figure(limit)}"
        return [f"{told}."]
    return [_break_even(one, comparison) for one in comparison.break_even]


def _break_even(one: BreakEven, comparison: Comparison) -> str:
    told = (
        f"From {rate_figure(one.rate)} requests/s on {one.cheaper_above} is the cheapest "
        f"({cents(one.total_above)} {comparison.currency} a month), below it "
        f"{one.cheaper_below} ({cents(one.total_below)})."
    )
    limits = {entry.cell: entry.serves_up_to for entry in comparison.entries}
    for cell in (one.cheaper_below, one.cheaper_above):
        limit = limits.get(cell)
        if limit is not None and limit < one.rate:
            told += f" That is more than the {rate_figure(limit)} that {cell} bears."
    return told


def saturation(comparison: Comparison) -> list[str]:
    """Who doesn't bear the traffic that the config states, and is cheap only because of it."""
    told = []
    for entry in comparison.entries:
        limit = entry.serves_up_to
        cases = {"expected": comparison.rate.expected, "high": comparison.rate.high}
        beyond = [word for word, rate in cases.items() if limit is not None and limit < rate]
        if beyond:
            rate = rate_figure(cases[beyond[0]])
            told.append(
                f"{entry.cell} bears {rate_figure(limit)} requests/s and not the {rate} of the "
                f"{beyond[0]} case, where its bill stands still. A higher serving.replicas.max, "
                "and pools.models.max, would show what serving it costs."
            )
    return told


def chapters(comparison: Comparison) -> Iterator[tuple[str, list[str]]]:
    """Headings with their lines, those alone that have any."""
    lacking = [f"{one.cell}: {'; '.join(one.lacks)}." for one in comparison.entries if one.lacks]
    misfits = [f"{one.cell}: {one.reason}" for one in comparison.misfits]
    notes = [f"{entry.cell}: {note}." for entry in comparison.entries for note in _notes(entry)]
    found = {
        "Where the cheapest changes": [*break_evens(comparison), *saturation(comparison)],
        "What each one lacks": lacking,
        "What doesn't fit": misfits,
        "What is counted otherwise than the stack says": notes,
        "People's work, in no total above": people(comparison),
        "Not in the totals; add a price by --prices BOOK.csv": list(comparison.missing),
    }
    return ((heading, lines) for heading, lines in found.items() if lines)


def _notes(entry: Entry) -> list[str]:
    return [*entry.notes, *entry.estimate.notes]


def people(comparison: Comparison) -> list[str]:
    """Hours and their money by cell, then who overtakes whom."""
    if not comparison.people:
        return []
    currency = comparison.currency
    hours = [
        f"{cell}: {_hours(one.setup_hours)} hours once, {cents(one.setup.expected)} {currency}; "
        f"then {_hours(one.monthly_hours)} a month, {cents(one.monthly.expected)} {currency}."
        for cell, one in comparison.people.items()
    ]
    overtaken = [
        f"Up to month {plain(one.months)} {one.first} has cost less in all than {one.second}; from "
        "then on it has cost more."
        for one in comparison.overtakes
    ]
    return [*hours, *(overtaken or [_NO_OVERTAKE]), _WHOSE_HOURS]


def _hours(span: Span) -> str:
    low, expected, high = (plain(one) for one in span.each())
    return f"{expected} ({low} to {high})"


def closing(comparison: Comparison) -> list[str]:
    """How old the prices are, how to read the table, and how to doubt a figure."""
    told = []
    if comparison.oldest_price is not None:
        told.append(
            f"Oldest price: {comparison.oldest_price.isoformat()}; list prices, before tax. "
            "low and high bound what may happen, they are no probabilities."
        )
    example = f"{cheapest(comparison).cell}/monitoring"
    return [
        *told,
        _WHERE_PODS_ARE,
        *([_REASONS] if comparison.factors else []),
        f"Any figure: slipway cost explain --stack {comparison.stack} {example}",
    ]
