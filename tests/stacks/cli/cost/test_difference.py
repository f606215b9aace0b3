"""`slipway cost --base REF`, in a real repository."""

import json
import shutil
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slipway.stacks.cli.cost.group import cost
from slipway.stacks.cli.main import WRONG_USE
from slipway.stacks.cli.published.cost_diff import CostDiffDocument
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.cost.diff import revision
from slipway.stacks.plan import stack as planning
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.revision import RevisionPlan
from tests.stacks.cost.support.books import HEADER
from tests.stacks.cost.support.plans import plan, resource

ROOT = Path(__file__).parents[4]
STACK = """config:
  slipway:platform:
    variant: cloud-native
    target: {kind: aws, region: eu-central-1, account: "111122223333"}
    models: {loan: {}}
"""
CLUSTER = resource("aws:eks/cluster:Cluster", "eks")
NAT = resource("aws:ec2/natGateway:NatGateway", "nat")
EKS = "aws,eks,cluster standard support,eu-central-1,hour,{},{},list,2026-05,listed"


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def committed(folder: Path) -> None:
    git(folder, "init", "--quiet")
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", "Start")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed stack; what it and its past plan is made up."""
    (tmp_path / "Pulumi.dev.yaml").write_text(STACK, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SLIPWAY_CONFIG_FILE", raising=False)

    def today(_: StackConfig) -> Plan:
        return plan(CLUSTER, NAT)

    def past(_revision: str, _stack: str, _project: Path) -> RevisionPlan:
        return RevisionPlan(plan=plan(CLUSTER), pins_differ=False)

    monkeypatch.setattr(planning, "plan", today)
    monkeypatch.setattr(revision, "plan_at", past)
    return tmp_path


def run(*options: str) -> Result:
    return CliRunner().invoke(cost, ["--stack", "dev", "--base", "HEAD", *options])


def test_the_json_fits_its_schema_and_sums_up(project: Path) -> None:
    committed(project)
    result = run("--json")
    assert result.exit_code == 0, result.stderr
    document = CostDiffDocument.model_validate(json.loads(result.stdout))
    assert document.before.total.expected == "73.00"
    added = [Decimal(one.delta.expected) for one in document.lines]
    assert {one.kind for one in document.lines} == {"added"}
    assert sum(added) == Decimal(document.delta.expected) == Decimal(document.quantity.expected)
    assert Decimal(document.after.total.expected) == 73 + sum(added) > 73
    assert document.completeness == "complete"
    assert document.violations == []


def test_people_get_a_table_and_the_violations(project: Path) -> None:
    committed(project)
    result = run("--max-increase", "5%", "--min-coverage", "100%")
    assert result.exit_code == 1
    assert "dev: expected 73.00 -> 112.52 USD a month, +39.52 (price 0.00" in result.stdout
    assert "35.87 above the allowed increase of 5 % (3.65 of 73.00)" in result.stderr
    assert run("--max-increase", "39.52").exit_code == 0
    assert "0.01 above" in run("--max-increase", "39.51").stderr


def test_the_json_names_the_violations(project: Path) -> None:
    committed(project)
    result = run("--max-increase", "0", "--json")
    assert result.exit_code == 1
    document = CostDiffDocument.model_validate(json.loads(result.stdout))
    assert [one.limit for one in document.violations] == ["max-increase"]


def test_a_price_book_of_the_revision_shows_in_the_price_part(project: Path) -> None:
    book = project / "own.csv"
    book.write_text(f"{HEADER}\n{EKS.format('0.10', 'USD')}\n", encoding="utf-8")
    committed(project)
    book.write_text(f"{HEADER}\n{EKS.format('0.20', 'USD')}\n", encoding="utf-8")
    document = json.loads(run("--prices", "own.csv", "--json").stdout)
    assert document["price"]["expected"] == "73.00"


def test_another_currency_at_the_revision_is_wrong_use(project: Path) -> None:
    rows = [EKS.format("0.10", "EUR"), EKS.format("0.10", "USD")]
    book = project / "own.csv"
    book.write_text(f"{HEADER}\n{rows[0]}\n", encoding="utf-8")
    committed(project)
    book.write_text(f"{HEADER}\n{rows[1]}\n", encoding="utf-8")
    result = run("--prices", "own.csv")
    assert result.exit_code == WRONG_USE
    assert "prices at HEAD: got EUR; expected USD" in result.stderr


def test_a_stack_that_the_revision_has_not_is_added(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(project)

    def today(_: StackConfig) -> Plan:
        return plan(CLUSTER)

    monkeypatch.setattr(planning, "plan", today)
    (project / "Pulumi.dev.yaml").rename(project / "Pulumi.other.yaml")
    committed(project)
    (project / "Pulumi.dev.yaml").write_text(STACK, encoding="utf-8")
    result = run()
    assert result.exit_code == 0, result.stderr
    assert "dev: expected 0.00 -> 73.00 USD a month" in result.stdout
    assert "- HEAD has no stack dev: everything is added." in result.stdout


def test_a_revision_that_does_not_exist_is_wrong_use(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    monkeypatch.chdir(project)

    def today(_: StackConfig) -> Plan:
        return plan(CLUSTER)

    monkeypatch.setattr(planning, "plan", today)
    committed(project)
    result = CliRunner().invoke(cost, ["--stack", "dev", "--base", "nowhere"])
    assert result.exit_code == WRONG_USE
    assert "revision nowhere: got no such commit" in result.stderr


def test_two_commits_of_the_project_itself_are_compared(tmp_path: Path) -> None:
    """Nothing is made up here: the past is planned by its own code."""
    folder = tmp_path / "infrastructure"
    folder.mkdir()
    skip = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("src", "stacks", "components", "serving", "monitoring", "requirements"):
        shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=skip)
    for name in ("Pulumi.yaml", "images.lock.json"):
        shutil.copy(ROOT / name, folder / name)
    stack = folder / "Pulumi.dev.yaml"
    stack.write_text(STACK, encoding="utf-8")
    committed(folder)
    prices = folder / "stacks/cost/catalogue/prices.csv"
    old, new = ",NAT gateway,eu-central-1,hour,0.052,", ",NAT gateway,eu-central-1,hour,0.062,"
    listed = prices.read_text(encoding="utf-8")
    assert old in listed
    prices.write_text(listed.replace(old, new), encoding="utf-8")
    wider = 'account: "111122223333", network: {nat: per-zone}}'
    stack.write_text(STACK.replace('account: "111122223333"}', wider), encoding="utf-8")
    git(folder, "commit", "--quiet", "-a", "-m", "Widen")
    result = subprocess.run(
        [sys.executable, "-c", "from slipway.stacks.cli.main import main; main()",
         "cost", "--stack", "dev", "--base", "HEAD~1", "--max-increase", "1", "--json"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )  # fmt: skip
    assert result.returncode == 1, result.stderr
    document = CostDiffDocument.model_validate(json.loads(result.stdout))
    told = {(one.kind, one.after.label) for one in document.lines if one.after is not None}
    assert {("changed", "NAT gateway"), ("added", "NAT gateway")} <= told
    assert document.price.expected == "7.30"
    assert Decimal(document.quantity.expected) > 2 * 45
    assert [one.limit for one in document.violations] == ["max-increase"]
    assert document.notes == []
