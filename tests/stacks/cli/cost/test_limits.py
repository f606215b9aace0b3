"""The limits of `slipway cost`: how they are written, and that all broken ones are told."""

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
from tests.stacks.cost.support.books import without
from tests.stacks.cost.support.plans import plan, resource

STACK = """config:
  slipway:platform:
    variant: cloud-native
    target: {kind: aws, region: eu-central-1, account: "111122223333"}
    budget: {monthly: BUDGET}
"""


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def small(_: StackConfig) -> Plan:
        return plan(
            resource("aws:eks/cluster:Cluster", "eks"),
            resource("aws:sns/topic:Topic", "topic"),
        )

    monkeypatch.setattr(planning, "plan", small)
    monkeypatch.setattr(catalogue, "built_in", lambda: without("sns"))
    monkeypatch.setenv("SLIPWAY_CONFIG_FILE", str(tmp_path / "Pulumi.dev.yaml"))


def run(folder: Path, *options: str, budget: str = "900") -> Result:
    path = folder / "Pulumi.dev.yaml"
    path.write_text(STACK.replace("BUDGET", budget), encoding="utf-8")
    return CliRunner().invoke(cost, list(options))


def test_limits_that_are_kept_are_silent(tmp_path: Path) -> None:
    result = run(tmp_path, "--min-coverage", "50%", "--max-price-age", "99999d", "--json")
    assert result.exit_code == 0
    assert CostDocument.model_validate(json.loads(result.stdout)).violations == []


def test_every_broken_limit_is_told_after_the_estimate(tmp_path: Path) -> None:
    result = run(tmp_path, "--min-coverage", "50.1%", "--max-price-age", "1d", budget="70")
    assert result.exit_code == 1
    assert "Expected: at least 73.00 USD a month" in result.stdout
    told = result.stderr.splitlines()[-3:]
    assert "3.00 above the budget of 70.00" in told[0]
    assert "0.10 points below the required 50.1 %" in told[1]
    assert "older than the allowed 1 days" in told[2]


def test_the_json_names_them_too(tmp_path: Path) -> None:
    result = run(tmp_path, "--min-coverage", "60 %", "--json", budget="70")
    assert result.exit_code == 1
    document = CostDocument.model_validate(json.loads(result.stdout))
    assert [one.limit for one in document.violations] == ["budget", "min-coverage"]
    assert document.violations[1].message in result.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--min-coverage", "0.95"),
        ("--min-coverage", "101%"),
        ("--max-price-age", "400"),
        ("--max-price-age", "1y"),
        ("--max-increase", "-5"),
        ("--max-increase", "ten"),
        ("--max-increase", "NaN"),
    ],
)
def test_a_limit_that_could_mean_two_things_is_wrong_use(
    tmp_path: Path, option: str, value: str
) -> None:
    result = run(tmp_path, option, value, "--base", "HEAD")
    assert result.exit_code == WRONG_USE
    assert f"got '{value}'; expected" in result.stderr


def test_an_increase_needs_a_base(tmp_path: Path) -> None:
    result = run(tmp_path, "--max-increase", "10%")
    assert result.exit_code == WRONG_USE
    assert "--max-increase needs --base REF" in result.stderr


def test_a_budget_in_another_currency_is_wrong_use_before_any_output(tmp_path: Path) -> None:
    result = run(tmp_path, budget="70, currency: EUR")
    assert result.stdout == ""
    assert "platform.budget.currency: got EUR" in str(result.exception)
