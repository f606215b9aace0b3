"""The estimate for people: a tree by component, and what stands behind it."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem
from slipway.stacks.cost.money import cents, exact
from slipway.stacks.cost.span import Span

_INDENT = "  "


def print_estimate(estimate: Estimate, console: Console) -> None:
    """Components and their lines, the total, assumptions, and what is missing."""
    console.print(_tree(estimate))
    console.print(_assumptions(estimate))
    for line in closing_lines(estimate):
        console.print(line, soft_wrap=True)


def _tree(estimate: Estimate) -> Table:
    title = f"{estimate.stack}: {estimate.variant} on {estimate.target}, {estimate.region}"
    table = Table("what", "quantity a month", "low", "expected", "high", title=title.rstrip(", "))
    for column in table.columns[2:]:
        column.justify = "right"
    billable = [item for item in estimate.items if item.billable]
    _rows(table, billable, depth=0)
    table.add_section()
    table.add_row(f"{estimate.currency} a month", "", *_money(estimate.total))
    return table


def _rows(table: Table, items: Sequence[CostItem], *, depth: int) -> None:
    """One component's own lines, then the components in it, each with its sum."""
    for item in items:
        if len(item.component) == depth:
            known = item.status == "priced"
            money = _money(item.cost) if known else (item.status, "", "")
            table.add_row(f"{_INDENT * depth}{item.name}: {item.label}", _quantity(item), *money)
    inner = dict.fromkeys(item.component[depth] for item in items if len(item.component) > depth)
    for name in inner:
        within = [
            item for item in items if len(item.component) > depth and item.component[depth] == name
        ]
        total = Span.total(item.cost for item in within)
        table.add_row(f"{_INDENT * depth}[bold]{name}[/]", "", *_money(total))
        _rows(table, within, depth=depth + 1)


def _money(span: Span) -> tuple[str, str, str]:
    low, expected, high = span.each()
    return cents(low), cents(expected), cents(high)


def _quantity(item: CostItem) -> str:
    if item.unit is None:
        return ""
    figures = dict.fromkeys(exact(one).removesuffix(".00") for one in item.quantity.each())
    return f"{' / '.join(figures)} {item.unit}"


def _assumptions(estimate: Estimate) -> Table:
    table = Table("assumed", "low", "expected", "high", "unit", "of", "from", "because")
    for one in estimate.assumptions:
        figures = (exact(figure).removesuffix(".00") for figure in one.value.each())
        table.add_row(one.name, *figures, one.unit, one.scope, one.origin, one.reason)
    return table


def closing_lines(estimate: Estimate) -> list[str]:
    """Total, coverage, the oldest price, notes, and everything that isn't in the total."""
    counts = ", ".join(f"{count} {status}" for status, count in estimate.counts.items())
    share = f"{estimate.coverage * 100:.1f} %"
    least = "at least " if estimate.at_least else ""
    low, expected, high = _money(estimate.total)
    lines = [
        f"Expected: {least}{expected} {estimate.currency} a month; low {low}, high {high}.",
        f"Coverage: {share} of what is billed has a price ({counts}).",
    ]
    if estimate.oldest_price is not None:
        lines.append(f"Oldest price: {estimate.oldest_price.isoformat()}; list prices, before tax.")
    lines += estimate.notes
    if estimate.missing:
        lines.append("Not in the total; add a price by --prices BOOK.csv:")
        lines += [f"- {one}" for one in estimate.missing]
    return lines
