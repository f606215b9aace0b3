"""People see every change of the bill, or how much isn't shown."""

import io
import re
from decimal import Decimal

from rich.console import Console

from slipway.stacks.cost.diff.diff import Diff, diff
from slipway.stacks.cost.diff.render import markdown_diff, print_diff
from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.span import Span
from tests.stacks.cost.support.estimates import line, list_price, of_lines

CENTS_10 = list_price(("0", "0.10"))
CENTS_20 = list_price(("0", "0.20"))


def between(before: Estimate, after: Estimate, *notes: str) -> Diff:
    return diff(before, after, base="main", notes=notes)


def text(found: Diff) -> str:
    out = io.StringIO()
    print_diff(found, Console(file=out, width=200))
    return out.getvalue()


def cells(printed: str, start: str) -> list[str]:
    """The row that begins so, spaces between its cells folded."""
    [row] = [row for row in printed.splitlines() if row.strip().startswith(start)]
    return re.split(r"\s{2,}", row.strip())


def test_a_table_has_both_sides_the_change_and_its_parts() -> None:
    before = of_lines(line("a", 100, CENTS_10), line("b", 10, CENTS_10, label="disks"))
    printed = text(between(before, of_lines(line("a", 300, CENTS_20))))
    assert cells(printed, "~") == [
        "~ platform / cluster: nodes, 100 hour -> 300 hour, 0.10 -> 0.20 each",
        "10.00",
        "60.00",
        "+50.00",
        "+10.00",
        "+40.00",
    ]
    assert cells(printed, "-")[:4] == [
        "- platform / cluster: disks, 10 hour",
        "1.00",
        "0.00",
        "-1.00",
    ]
    assert cells(printed, "all")[1:] == ["11.00", "60.00", "+49.00", "+10.00", "+39.00"]
    assert (
        "dev: expected 11.00 -> 60.00 USD a month, +49.00 (price +10.00, quantity +39.00); "
        "low +49.00, high +49.00." in printed
    )


def test_alike_lines_are_one_row_with_their_sum() -> None:
    printed = text(between(of_lines(), of_lines(line("a", 10, CENTS_10), line("b", 5, CENTS_10))))
    assert cells(printed, "+")[:4] == [
        "+ platform / cluster: nodes (2), 15 hour",
        "0.00",
        "1.50",
        "+1.50",
    ]


def test_nothing_changed_is_one_sentence() -> None:
    same = of_lines(line("a", 100, CENTS_10))
    sentence = "dev: costs the same as at main: 10.00 USD a month."
    assert text(between(same, same)) == f"{sentence}\n"
    assert markdown_diff(between(same, same)) == f"{sentence}\n"


def test_a_lost_price_stands_apart_with_what_it_was() -> None:
    found = between(of_lines(line("a", 100, CENTS_10)), of_lines(line("a", 100, None)))
    for printed in (text(found), markdown_diff(found)):
        assert "costs the same as at main: at least 0.00 USD a month, as far as prices" in printed
        assert "nodes has no price any more, was 10.00 (aws ec2 / m5.large in" in printed
        assert "-10.00" not in printed


def test_only_the_bounds_moved_is_told_in_the_row() -> None:
    calm, busy = Span(*map(Decimal, (1, 2, 30))), Span(*map(Decimal, (1, 2, 90)))
    found = between(of_lines(line("a", calm, CENTS_10)), of_lines(line("a", busy, CENTS_10)))
    assert "nodes; low 0.00, high +6.00" in text(found)


def test_another_machine_is_told_with_both_names() -> None:
    big = list_price(("0", "0.20"), sku="m5.xlarge")
    before = of_lines(line("a", 10, CENTS_10))
    assert "nodes: m5.large -> m5.xlarge" in text(between(before, of_lines(line("a", 10, big))))
    labelled = of_lines(line("a", 10, big, label="bigger nodes"))
    assert "nodes -> bigger nodes" in text(between(before, labelled))


def test_other_tiers_are_told_without_a_single_price() -> None:
    tiered = list_price(("0", "0.20"), ("5", "0.10"))
    partly_free = list_price(("0", "0.10"), free_quantity="5")
    for price in (tiered, partly_free):
        found = between(of_lines(line("a", 10, CENTS_10)), of_lines(line("a", 10, price)))
        assert "nodes, by other tiers" in text(found)


def test_markdown_sums_what_it_does_not_show() -> None:
    lines = [line(str(one), 10 * one, CENTS_10, label=f"kind {one:02}") for one in range(1, 26)]
    shown = markdown_diff(between(of_lines(), of_lines(*lines)))
    rows = [row for row in shown.splitlines() if row.startswith("| ")]
    assert len(rows) == 1 + 20 + 2
    assert rows[1].startswith("| + platform / cluster: kind 25, 250 hour | 0.00 | 25.00 | +25.00 |")
    assert rows[-2].startswith("| 5 more, none larger | 0.00 | 15.00 | +15.00 |")
    assert rows[-1].startswith("| **all** | 0.00 | 325.00 | +325.00 |")


def test_markdown_counts_gaps_that_it_does_not_show() -> None:
    lines = [line(str(one), 1, None, label=f"kind {one:02}") for one in range(25)]
    shown = markdown_diff(between(of_lines(), of_lines(*lines)))
    assert "- and 5 more" in shown
    assert text(between(of_lines(), of_lines(*lines))).count("added, without a price") == 25


def test_no_name_breaks_the_table() -> None:
    shown = markdown_diff(between(of_lines(), of_lines(line("a", 1, CENTS_10, label="a|b <i>"))))
    assert "a\\|b &lt;i>" in shown
    marked = text(between(of_lines(), of_lines(line("a", 1, CENTS_10, label="[red]a[/]"))))
    assert "[red]a[/]" in marked


def test_notes_come_last() -> None:
    printed = text(between(of_lines(), of_lines(), "main pins other packages."))
    assert printed.splitlines()[-2:] == ["Notes:", "- main pins other packages."]
