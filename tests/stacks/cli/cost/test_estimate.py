"""`slipway cost`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slipway.stacks.cli.cost.group import cost
from slipway.stacks.cli.main import WRONG_USE
from slipway.stacks.cli.published.cost import CostDocument
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.catalogue import catalogue
from slipway.stacks.plan import stack as planning
from slipway.stacks.plan.graph import Plan
from slipway.stacks.status.cost import monthly_cost
from tests.stacks.cost.support.books import HEADER, without
from tests.stacks.cost.support.plans import AWS, KUBERNETES, LOCAL, config, plan, resource

STACK = """config:
  slipway:platform:
    variant: cloud-native
    target: {kind: aws, region: eu-central-1, account: "111122223333"}
    budget: {monthly: BUDGET}
"""
PLANNED = plan(
    resource("aws:eks/cluster:Cluster", "eks"),
    resource("aws:sns/topic:Topic", "topic"),
    resource("aws:iam/role:Role", "role"),
)


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def small(_: StackConfig) -> Plan:
        return PLANNED

    monkeypatch.setattr(planning, "plan", small)
    monkeypatch.setattr(catalogue, "built_in", lambda: without("sns"))
    monkeypatch.setenv("SLIPWAY_CONFIG_FILE", str(tmp_path / "Pulumi.dev.yaml"))


def run(folder: Path, *options: str, budget: str = "900") -> Result:
    path = folder / "Pulumi.dev.yaml"
    path.write_text(STACK.replace("BUDGET", budget), encoding="utf-8")
    return CliRunner().invoke(cost, list(options))


def test_the_json_fits_its_schema(tmp_path: Path) -> None:
    result = run(tmp_path, "--json")
    assert result.exit_code == 0, result.stderr
    document = CostDocument.model_validate(json.loads(result.stdout))
    assert document.total.expected == "73.00"
    assert document.at_least
    assert document.missing == ["aws sns / e-mail notification in eu-central-1"]
    eks, topic, role = document.items
    assert (eks.status, topic.status, role.status) == ("priced", "price missing", "free")
    assert eks.price is not None
    assert eks.price.as_of == "2025-06-18"
    assert topic.cost is None
    assert document.coverage == "0.5000"
    assert document.assumptions[0].reason


def test_people_get_a_tree_with_what_is_missing_and_how_old_it_is(tmp_path: Path) -> None:
    text = run(tmp_path).output
    for told in (
        "Expected: at least 73.00 USD a month; low 73.00, high 73.00.",
        "Coverage: 50.0 %",
        "Oldest price: 2025-06-18",
        "- aws sns / e-mail notification in eu-central-1",
        "prices are over a year old",
    ):
        assert told in text


def test_above_the_budget_is_code_1_and_says_by_how_much(tmp_path: Path) -> None:
    result = run(tmp_path, budget="70")
    assert result.exit_code == 1
    assert "3.00 above the budget of 70.00" in result.stderr


def test_the_hours_of_the_month_count(tmp_path: Path) -> None:
    result = run(tmp_path, "--json", "--hours", "744")
    assert json.loads(result.stdout)["total"]["expected"] == "74.40"
    assert run(tmp_path, "--hours", "0").exit_code == WRONG_USE


def test_a_users_prices_and_assumptions_are_taken(tmp_path: Path) -> None:
    book = tmp_path / "book.csv"
    line = "aws,sns,e-mail notification,eu-central-1,requests,0.5,USD,contract,2026-05,listed"
    book.write_text(f"{HEADER}\n{line}\n", encoding="utf-8")
    usage = tmp_path / "usage.yaml"
    usage.write_text("notifications: {low: 1, expected: 2, high: 3, reason: counted}\n")
    result = run(tmp_path, "--json", "--prices", str(book), "--usage", str(usage))
    assert json.loads(result.stdout)["total"] == {
        "low": "73.50",
        "expected": "74.00",
        "high": "74.50",
    }


def test_a_wrong_file_is_code_2_with_its_line(tmp_path: Path) -> None:
    usage = tmp_path / "usage.yaml"
    usage.write_text("notifications: {low: 5, expected: 2, high: 3, reason: counted}\n")
    result = run(tmp_path, "--usage", str(usage))
    assert result.exit_code == WRONG_USE
    assert "usage.yaml:1: got notifications" in result.stderr


def test_the_status_shows_the_estimate_of_a_cloud_stack() -> None:
    assert monthly_cost(config(AWS)).expected == "73.00"
    assert monthly_cost(config(LOCAL)).expected == "0"
    assert monthly_cost(config(KUBERNETES)).expected is None
