"""Published bills and examples, priced by `slipway cost price` at their own stated prices."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from slipway.stacks.cli.cost.group import cost
from slipway.stacks.cli.published.cost_price import PriceDocument
from slipway.stacks.cost.money import cents

HERE = Path(__file__).parent
EXAMPLES = sorted(path.parent.name for path in HERE.glob("*/stated.yaml"))
SOURCED = {"source", "url", "published", "read", "lines", "total", "rounds"}


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a source says: the cost of each line, and of all where it adds them up."""

    lines: Sequence[str]
    total: str | None
    rounds: str
    """`lines` where the total is that of rounded lines, as on a bill; `total` where only it is."""
    currency: str


def document(example: str) -> dict[str, Any]:
    text = (HERE / example / "stated.yaml").read_text(encoding="utf-8")
    found: dict[str, Any] = yaml.safe_load(text)
    return found


def stated(example: str) -> Stated:
    found = document(example)
    return Stated(
        lines=found["lines"],
        total=found["total"],
        rounds=found["rounds"],
        currency=found.get("currency", "USD"),
    )


def priced(example: str) -> PriceDocument:
    folder = HERE / example
    command = ["price", "--json", "--book", str(folder / "prices.csv"), str(folder / "usage.yaml")]
    result = CliRunner().invoke(cost, command)
    assert result.exit_code == 0, result.output
    return PriceDocument.model_validate(json.loads(result.stdout))


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_line_costs_what_the_source_states(example: str) -> None:
    found = [cents(Decimal(line.cost)) for line in priced(example).lines]
    assert found == stated(example).lines


@pytest.mark.parametrize("example", [one for one in EXAMPLES if stated(one).total is not None])
def test_the_total_is_the_sources_to_the_cent(example: str) -> None:
    said, found = stated(example), priced(example)
    if said.rounds == "total":
        assert found.total.expected == said.total
    else:
        # A bill rounds each line before it adds; the command adds before it rounds.
        rounded = [Decimal(cents(Decimal(line.cost))) for line in found.lines]
        assert str(sum(rounded, Decimal(0))) == said.total
        most = Decimal("0.005") * len(rounded)
        assert abs(Decimal(found.total.expected) - Decimal(said.total or 0)) <= most


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_names_its_source_and_date(example: str) -> None:
    found = document(example)
    assert set(found) - {"currency"} == SOURCED
    assert found["source"]
    assert str(found["url"]).startswith("http")
    assert found["rounds"] in ("lines", "total")
    assert priced(example).currency == stated(example).currency


def test_there_are_examples_of_each_kind_that_is_easy_to_get_wrong() -> None:
    usages = {one: (HERE / one / "usage.yaml").read_text(encoding="utf-8") for one in EXAMPLES}
    books = {one: (HERE / one / "prices.csv").read_text(encoding="utf-8") for one in EXAMPLES}
    assert len(EXAMPLES) >= 8
    assert sum("unit: GB-hour" in text for text in usages.values()) >= 2
    assert sum("hoursPerMonth: 744" in text for text in usages.values()) >= 2
    assert sum("hoursPerMonth: 730" in text for text in usages.values()) >= 2
    assert any("unit: month" in text and "unit: hour" in text for text in usages.values())
    assert any("from_quantity" in text for text in books.values())
    assert any("free_quantity" in text for text in books.values())
