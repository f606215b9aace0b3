"""`slipway cost compare`."""

import json
from collections.abc import Sequence
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from click.testing import CliRunner, Result
from markupsafe import escape

from slipway.stacks.advice.sentences import number
from slipway.stacks.advice.table import factor_table
from slipway.stacks.cli.cost.group import cost
from slipway.stacks.cli.main import WRONG_USE
from slipway.stacks.cli.published.cost_compare import ComparisonDocument
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.compare.cells.cell_name import BILLED_CELLS
from slipway.stacks.plan import many
from slipway.stacks.plan.graph import Plan
from tests.stacks.cost.support.cell_plans import cell_plan

STACK = """config:
  slipway:platform:
    variant: open-source
    target: {kind: local}
    models: {loan: {serving: {replicas: {min: 2, max: 6}}}}
    workload: {loan: {requestsPerSecond: {low: 5, expected: 40, high: 200}}}
"""


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def small(configs: Sequence[StackConfig]) -> list[Plan]:
        return [cell_plan(one) for one in configs]

    monkeypatch.setattr(many, "plan_many", small)
    monkeypatch.setenv("SLIPWAY_CONFIG_FILE", str(tmp_path / "Pulumi.dev.yaml"))
    monkeypatch.setenv("SLIPWAY_CACHE", str(tmp_path / "cache"))
    (tmp_path / "Pulumi.dev.yaml").write_text(STACK, encoding="utf-8")


def run(*options: str, width: int = 100) -> Result:
    return CliRunner().invoke(cost, list(options), env={"COLUMNS": str(width)})


def compare(*options: str, width: int = 100) -> Result:
    return run("compare", *options, width=width)


def test_the_json_fits_its_schema_and_says_what_the_estimates_do() -> None:
    result = compare("--json")
    assert result.exit_code == 0, result.stderr
    document = ComparisonDocument.model_validate(json.loads(result.stdout))
    assert [one.cell for one in document.estimates] == list(BILLED_CELLS)
    assert document.workload["loan"].expected == "40.00"
    for one in document.estimates:
        assert one.total.expected != "0.00"
        assert one.serves_up_to is not None
        assert one.lacks
    assert document.sweep is not None
    assert all(len(one) == len(document.sweep.rates) for one in document.sweep.totals.values())
    assert {one.estimate for one in document.sensitivity} == set(BILLED_CELLS)
    assert "Planning 6 cells of dev" in result.stderr


def test_people_get_a_table_with_its_meaning() -> None:
    text = compare().stdout
    for told in (
        "dev: 40 requests/s expected (5 to 200) for loan.",
        "total, expected",
        "bears, requests/s",
        "Where the cheapest changes",
        "What each one lacks",
        "What moves each total most",
        "slipway cost explain --stack dev",
    ):
        assert told in text
    assert "People's work" not in text


@pytest.mark.parametrize("width", [60, 80, 100, 160])
def test_no_figure_is_cut_at_any_width(width: int) -> None:
    text = compare(width=width).stdout
    assert "…" not in text
    for one in json.loads(compare("--json").stdout)["estimates"]:
        assert one["total"]["expected"] in text
        assert one["total"]["high"] in text


def test_markdown_has_the_same_totals() -> None:
    text = compare("--markdown").stdout
    assert text.startswith("## Cost of dev in every variant\n")
    rows = [line for line in text.splitlines() if line.startswith("| **total")]
    assert len(rows) == 1
    for one in json.loads(compare("--json").stdout)["estimates"]:
        assert f"**{one['total']['expected']}**" in rows[0].replace("≥ ", "")


def test_people_are_counted_when_asked_for_and_in_no_total() -> None:
    without, found = (
        json.loads(compare("--json", *options).stdout) for options in ((), ("--people-rate", "90"))
    )
    assert not without["people"]
    assert [one["cell"] for one in found["people"]] == list(BILLED_CELLS)
    assert found["people"][0]["rate"] == "90.00"
    assert [one["total"] for one in found["estimates"]] == [
        one["total"] for one in without["estimates"]
    ]
    assert "People's work, in no total above" in compare("--people-rate", "90").stdout


def test_factors_beside_money_stand_in_every_output(tmp_path: Path) -> None:
    cells = [BILLED_CELLS[name] for name in BILLED_CELLS]
    table = {row.factor: row for row in factor_table(cells, runs=("aws",))}
    found = json.loads(compare("--json", "--runs", "aws").stdout)["factors"]
    assert {one["factor"] for one in found} == set(table)
    assert all(
        score["score"] == float(table[one["factor"]].scores[score["cell"]].value)
        for one in found
        for score in one["scores"]
    )
    page = tmp_path / "page.html"
    text = compare("--runs", "aws", "--html", str(page)).stdout
    markdown = compare("--markdown", "--runs", "aws").stdout
    for name, row in table.items():
        (line,) = [one for one in text.splitlines() if one.strip().startswith(f"{name} ")]
        assert line.split()[1:] == [number(one.value) for one in row.scores.values()]
        for score in row.scores.values():
            assert escape(score.reason) in page.read_text(encoding="utf-8")
            assert score.reason in markdown


def test_one_cell_and_another_region_are_taken() -> None:
    options = ("--only", "open-source-aws", "--aws-region", "us-east-1", "--hours", "744")
    found = json.loads(compare("--json", *options).stdout)
    (one,) = found["estimates"]
    assert (one["cell"], one["region"], one["hoursPerMonth"]) == (
        *("open-source-aws", "us-east-1"),
        "744.0",
    )


def test_page_and_pictures_are_written(tmp_path: Path) -> None:
    page, bars = tmp_path / "page.html", tmp_path / "cost.svg"
    result = compare("--html", str(page), "--svg", str(bars))
    assert result.exit_code == 0, result.stderr
    assert "cloud-native-aws" in page.read_text(encoding="utf-8")
    for drawn in (bars, tmp_path / "cost-by-rate.svg"):
        assert ET.parse(drawn).getroot().tag.endswith("svg")  # noqa: S314 -- our own
        assert f"{drawn}: written" in result.stderr


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (("--json", "--markdown"), "--json --markdown: got both"),
        (("--people", "hours.csv"), "--people: got hours.csv alone; expected --people-rate"),
        (("--html", "/no/such/page.html"), "--html: got /no/such/page.html"),
        (("--svg", "/no/such/cost.svg"), "--svg: got /no/such/cost.svg"),
        (("--prices", "no-such.csv"), "no-such.csv:1: got"),
        (("--runs", "gcp"), "--runs: got 'gcp'; expected one of kubernetes"),
        (("--only", "open-source-local"), "'open-source-local' is not one of"),
        (
            ("--only", "open-source-aws", "--aws-region", "eu-north-9"),
            "got eu-north-9; expected one with prices",
        ),
    ],
    ids=lambda one: one[0] if isinstance(one, tuple) else "",
)
def test_a_mistake_is_code_2_with_a_remedy(options: tuple[str, ...], told: str) -> None:
    result = compare(*options)
    assert result.exit_code == WRONG_USE
    assert told in result.stderr


def test_a_figure_of_a_cell_is_traced() -> None:
    result = run("explain", "cloud-native-aws/eks")
    assert result.exit_code == 0, result.stderr
    assert "aws eks / cluster standard support in eu-central-1" in " ".join(result.stdout.split())
    assert run("explain", "cloud-native-aws/nonsense").exit_code == WRONG_USE
