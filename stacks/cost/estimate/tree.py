"""The estimate for people: a tree by component, and what stands behind it."""

from collections.abc import Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from slipway.stacks.cost.catalogue.layers import layers_used
from slipway.stacks.cost.catalogue.unit import Unit
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem, Status
from slipway.stacks.cost.estimate.load_table import load_table
from slipway.stacks.cost.money import cents, exact
from slipway.stacks.cost.span import Span

_INDENT = "  "


def print_estimate(estimate: Estimate, console: Console) -> None:
    """Components and their lines, the total, assumptions, and what is missing."""
    console.print(_tree(estimate))
    if estimate.assumptions:
        console.print("Assumed (low / expected / high):")
    for one in estimate.assumptions:
        figures = " / ".join(exact(figure).removesuffix(".00") for figure in one.value.each())
        line = f"- {one.name}: {figures} {one.unit}, {one.scope} ({one.origin}). {one.reason}"
        console.print(line, soft_wrap=True, highlight=False)
    if estimate.load:
        console.print(load_table(estimate.load))
    for line in closing_lines(estimate):
        console.print(line, soft_wrap=True, highlight=False)


def _tree(estimate: Estimate) -> Table:
    title = f"{estimate.stack}: {estimate.variant} on {estimate.target}, {estimate.region}"
    table = Table(title=title.rstrip(", "), box=SIMPLE_HEAD)
    table.add_column("what", overflow="fold")
    table.add_column("expected a month", overflow="fold")
    for name in ("low", "expected", "high"):
        table.add_column(name, justify="right", no_wrap=True)
    billable = [item for item in estimate.items if item.billable]
    _rows(table, billable, depth=0)
    table.add_section()
    table.add_row(f"{estimate.currency} a month", "", *_money(estimate.total))
    return table


def _rows(table: Table, items: Sequence[CostItem], *, depth: int) -> None:
    """One component's own lines, then the components in it, each with its sum."""
    own = [item for item in items if len(item.component) == depth]
    for (label, status, unit), alike in _alike(own).items():
        cost = Span.total(item.cost for item in alike)
        money = _money(cost) if status == "priced" else ("", status, "")
        number = f" ({len(alike)})" if len(alike) > 1 else ""
        quantity = Span.total(item.quantity for item in alike)
        table.add_row(f"{_INDENT * depth}{label}{number}", _quantity(quantity, unit), *money)
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


def _alike(
    items: Sequence[CostItem],
) -> dict[tuple[str, Status, Unit | None], list[CostItem]]:
    """Lines of one component that say the same of several resources; the JSON has each."""
    found: dict[tuple[str, Status, Unit | None], list[CostItem]] = {}
    for item in items:
        found.setdefault((item.label, item.status, item.unit), []).append(item)
    return found


def _quantity(quantity: Span, unit: Unit | None) -> str:
    if unit is None:
        return ""
    return f"{cents(quantity.expected).removesuffix('.00')} {unit}"


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
        lines.append(f"Prices: {layers_used(estimate.prices)}.")
    lines += estimate.notes
    if estimate.missing:
        lines.append("Not in the total; add a price by --prices BOOK.csv:")
        lines += [f"- {one}" for one in estimate.missing]
    return lines
