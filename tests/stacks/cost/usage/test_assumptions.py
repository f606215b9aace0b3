"""Assumptions: defaults with reasons, the user's over them, and only used ones are listed."""

from decimal import Decimal
from pathlib import Path

import pytest

from slipway.stacks.cost.faults import CostInputError
from slipway.stacks.cost.span import Span
from slipway.stacks.cost.usage.assumptions import Assumptions, defaults
from slipway.stacks.cost.usage.overrides import read_overrides


def test_every_default_has_a_unit_a_scope_and_a_reason() -> None:
    for one in defaults().values():
        assert one.unit
        assert one.scope
        assert len(one.reason) > 10 or one.reason.startswith("See ")
        assert one.origin == "default"


def test_only_assumptions_that_were_used_are_listed_once() -> None:
    assumptions = Assumptions()
    assumptions.value("nat-gb")
    assumptions.value("nat-gb")
    assert [one.name for one in assumptions.used] == ["nat-gb"]


def test_a_file_overrides_a_default_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "usage.yaml"
    path.write_text("nat-gb: {low: 1, expected: 2, high: 3.5, reason: our bill of May}\n")
    assumptions = Assumptions(read_overrides(path))
    assert assumptions.value("nat-gb") == Span(Decimal(1), Decimal(2), Decimal("3.5"))
    assert (assumptions.used[0].origin, assumptions.used[0].reason) == ("file", "our bill of May")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("nat-tb: {low: 1, expected: 2, high: 3, reason: r}", r"usage\.yaml:1: got nat-tb"),
        ("nat-gb: {low: 3, expected: 2, high: 1, reason: r}", "low <= expected <= high"),
        ("nat-gb: {low: -1, expected: 2, high: 3, reason: r}", "low <= expected <= high"),
        ("nat-gb: {low: NaN, expected: 2, high: 3, reason: r}", "low <= expected <= high"),
        ("nat-gb: {low: 1, expected: 2, high: 3}", "Say in one line why"),
    ],
)
def test_a_wrong_assumption_is_named_with_file_and_line(
    tmp_path: Path, text: str, told: str
) -> None:
    path = tmp_path / "usage.yaml"
    path.write_text(text + "\n")
    with pytest.raises(CostInputError, match=told):
        read_overrides(path)


def test_a_span_keeps_its_order() -> None:
    with pytest.raises(ValueError, match="low <= expected"):
        Span(Decimal(2), Decimal(1), Decimal(3))
