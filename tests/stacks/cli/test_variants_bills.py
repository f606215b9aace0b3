"""Whose bills count in an advice, and why others don't."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from slipway.stacks.advice.options import CHOICES
from slipway.stacks.cli import variants_bills
from slipway.stacks.cli.variants_bills import bills
from slipway.stacks.cost.compare.cells.candidates import Misfit
from slipway.stacks.cost.compare.question import Question
from slipway.stacks.cost.span import Span

STACK = """config:
  slipway:platform:
    variant: open-source
    target: {kind: local}
    environment: dev
"""


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(STACK, encoding="utf-8")
    monkeypatch.setenv("SLIPWAY_CONFIG_FILE", str(path))
    return "dev"


def planned(cell: str, expected: int, *missing: str) -> SimpleNamespace:
    estimate = SimpleNamespace(
        total=Span(Decimal(0), Decimal(expected), Decimal(expected)),
        currency="USD",
        at_least=bool(missing),
        missing=missing,
    )
    return SimpleNamespace(
        candidate=SimpleNamespace(cell=cell), estimator=SimpleNamespace(base=estimate)
    )


def test_each_cell_has_its_bill_or_a_reason(stack: str, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def cells(question: Question, *, progress: Callable[[str], None]) -> list[object]:
        del progress
        asked.extend(question.only)
        return [
            planned("open-source-aws", 500),
            planned("cloud-native-aws", 700, "a grafana"),
            Misfit(
                cell="managed-platform-aws", variant="managed-platform", target="aws", reason="r"
            ),
        ]

    monkeypatch.setattr(variants_bills, "planned_cells", cells)
    chosen = [one for one in CHOICES if one.target in ("aws", "kubernetes")]
    found = bills(stack, chosen)
    assert asked == ["open-source-aws", "cloud-native-aws", "managed-platform-aws"]
    assert found.expected == {"open-source-aws": 500, "cloud-native-aws": 700}
    assert found.without == {
        "open-source-kubernetes": "no cloud bills it, so cost can't be compared",
        "managed-platform-aws": "r",
    }
    assert found.notes == [
        "cost: USD a month, expected, of dev's workload.",
        "cloud-native-aws costs at least that: no price for a grafana.",
    ]


def test_nothing_is_planned_where_no_cloud_bills(
    stack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> list[object]:
        raise AssertionError

    monkeypatch.setattr(variants_bills, "planned_cells", refuse)
    cluster = [one for one in CHOICES if one.target == "kubernetes"]
    assert bills(stack, cluster).expected == {}
