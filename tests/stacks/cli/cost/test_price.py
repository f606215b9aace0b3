"""`slipway cost price`."""

import json
from pathlib import Path

from click.testing import CliRunner, Result

from slipway.stacks.cli.cost.group import cost
from slipway.stacks.cli.published.cost_price import PriceDocument
from tests.stacks.cost.support.books import book, row

USAGE = """lines:
- {service: ec2, sku: m5.large, region: us-east-1, unit: hour, quantity: 100}
"""


def run(folder: Path, *options: str, line: str | None = None, usage: str = USAGE) -> Result:
    path = folder / "usage.yaml"
    path.write_text(usage, encoding="utf-8")
    prices = book(folder, line or row())
    return CliRunner().invoke(cost, ["price", "--book", str(prices), str(path), *options])


def test_the_json_fits_its_schema_and_adds_up(tmp_path: Path) -> None:
    result = run(tmp_path, "--json")
    document = PriceDocument.model_validate(json.loads(result.stdout))
    assert document.total.expected == "9.60"
    assert [one.cost for one in document.lines] == ["9.60"]
    assert document.lines[0].price_row.endswith("book.csv:2")
    assert document.hours_per_month == "730"


def test_people_get_a_table_with_the_total(tmp_path: Path) -> None:
    result = run(tmp_path)
    assert result.exit_code == 0
    assert "9.60" in result.stdout


def test_a_fault_ends_with_code_2_and_its_line(tmp_path: Path) -> None:
    result = run(tmp_path, usage=USAGE.replace("m5.large", "m5.huge"))
    assert result.exit_code == 2
    assert "usage.yaml:2: got ec2 / m5.huge" in result.stderr


def test_an_old_price_is_warned_of_and_the_json_stays_clean(tmp_path: Path) -> None:
    result = run(tmp_path, "--json", line=row(as_of="2020"))
    assert "is of 2020" in result.stderr
    json.loads(result.stdout)
