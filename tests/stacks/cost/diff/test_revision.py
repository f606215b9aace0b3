"""The bill of a revision: its own config and prices, and a note for what is today's."""

import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.cost.diff import revision
from slipway.stacks.cost.diff.revision import BUILT_IN, Inputs, RevisionEstimate, estimate_at
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.revision import RevisionError, RevisionPlan
from tests.stacks.cost.support.books import HEADER
from tests.stacks.cost.support.plans import deployment, node_group, plan, resource, scaler

STACK = """config:
  slipway:platform:
    variant: cloud-native
    target: {kind: aws, region: eu-central-1, account: "111122223333"}
    models: {loan: {}}
    workload: {loan: {requestsPerSecond: {low: 1, expected: RATE, high: 900}}}
"""
CLUSTER = resource("aws:eks/cluster:Cluster", "eks")
TOPIC = resource("aws:sns/topic:Topic", "topic")
SERVED = (node_group(), deployment("loan", pool="models"), scaler("loan"))
EKS = "aws,eks,cluster standard support,eu-central-1,hour,{},USD,list,2026-05,listed"
NOTICE = "aws,sns,e-mail notification,eu-central-1,requests,{},USD,contract,2026-05,listed"
USAGE = "notifications: {{low: 1, expected: {}, high: 900, reason: counted}}\n"


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def book(folder: Path, name: str, row: str) -> Path:
    return write(folder, name, f"{HEADER}\n{row}\n")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A committed stack in a folder of a larger repository; the plan of its past is made up."""
    folder = tmp_path / "team/infrastructure"
    folder.mkdir(parents=True)
    write(folder, "Pulumi.dev.yaml", STACK.replace("RATE", "40"))
    git(folder.parent, "init", "--quiet")
    planned(monkeypatch, plan(CLUSTER, TOPIC, *SERVED))
    return folder


def planned(monkeypatch: pytest.MonkeyPatch, made: Plan, *, pins_differ: bool = False) -> None:
    def fake(_revision: str, _stack: str, _project: Path) -> RevisionPlan:
        return RevisionPlan(plan=made, pins_differ=pins_differ)

    monkeypatch.setattr(revision, "plan_at", fake)


def commit(folder: Path) -> None:
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "--quiet", "--allow-empty", "-m", "x")


def at(folder: Path, *, prices: Path | None = None, usage: Path | None = None) -> RevisionEstimate:
    config = load(from_file(folder / "Pulumi.dev.yaml"))
    inputs = Inputs(config=config, prices=prices, usage=usage, hours=Decimal(730))
    return estimate_at("HEAD", inputs, folder)


def money(found: RevisionEstimate, name: str) -> Decimal:
    assert found.estimate is not None
    return sum((one.cost.expected for one in found.estimate.items if one.name == name), Decimal(0))


def rate(found: RevisionEstimate) -> Decimal:
    assert found.estimate is not None
    [one] = [one for one in found.estimate.assumptions if "requests-per-second" in one.name]
    return one.value.expected


def test_the_traffic_is_that_of_the_revision(project: Path) -> None:
    commit(project)
    write(project, "Pulumi.dev.yaml", STACK.replace("RATE", "400"))
    assert rate(at(project)) == 40


def test_a_config_that_is_refused_today_is_noted_and_todays_taken(project: Path) -> None:
    write(project, "Pulumi.dev.yaml", STACK.replace("RATE", "40") + "    retired: {}\n")
    commit(project)
    write(project, "Pulumi.dev.yaml", STACK.replace("RATE", "400"))
    found = at(project)
    assert rate(found) == 400
    [note] = [one for one in found.notes if "Pulumi" in one]
    assert note.startswith("Pulumi.dev.yaml of HEAD is refused by this version (")
    assert "retired" in note
    assert note.endswith(": its traffic and models are today's.")


def test_a_refused_config_for_another_cloud_has_no_stand_in(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed = STACK.replace("RATE", "40") + "    retired: {}\n"
    write(project, "Pulumi.dev.yaml", committed)
    commit(project)
    write(project, "Pulumi.dev.yaml", STACK.replace("RATE", "40"))
    planned(monkeypatch, plan(CLUSTER, target="azure"))
    with pytest.raises(RevisionError, match=r"a Pulumi\.dev\.yaml for azure .*refuses"):
        at(project)


def test_built_in_prices_are_those_of_the_revision(project: Path) -> None:
    book(project, str(BUILT_IN), EKS.format("0.20"))
    commit(project)
    book(project, str(BUILT_IN), EKS.format("0.30"))
    found = at(project)
    assert money(found, "eks") == 146
    assert found.notes == ()
    assert found.estimate is not None
    assert found.estimate.prices[0].origin == "HEAD:prices.csv:2"


def test_without_built_in_prices_they_are_todays_and_that_is_noted(project: Path) -> None:
    commit(project)
    found = at(project)
    assert money(found, "eks") == 73
    assert found.notes == ("HEAD has no prices.csv: its built-in prices are today's.",)


def test_the_users_files_are_those_of_the_revision(project: Path) -> None:
    prices = book(project.parent, "money/own.csv", NOTICE.format("1.00"))
    usage = write(project.parent, "money/usage.yaml", USAGE.format("7"))
    commit(project)
    book(project.parent, "money/own.csv", NOTICE.format("9.00"))
    write(project.parent, "money/usage.yaml", USAGE.format("8"))
    found = at(project, prices=prices, usage=usage)
    assert money(found, "topic") == 7
    assert len(found.notes) == 1


def test_files_that_the_revision_has_not_are_todays_and_noted(
    project: Path, tmp_path: Path
) -> None:
    commit(project)
    prices = book(project, "own.csv", NOTICE.format("9.00"))
    usage = write(tmp_path, "usage.yaml", USAGE.format("8"))
    found = at(project, prices=prices, usage=usage)
    assert money(found, "topic") == 72
    assert found.notes[1:] == (
        "HEAD has no own.csv: its prices are today's.",
        "HEAD has no usage.yaml: its assumptions are today's.",
    )


def test_another_repositorys_file_is_not_of_the_revision(project: Path, tmp_path: Path) -> None:
    commit(project)
    other = tmp_path / "other/inside"
    prices = book(other, "own.csv", NOTICE.format("1.00"))
    git(other.parent, "init", "--quiet")
    commit(other)
    book(other, "own.csv", NOTICE.format("9.00"))
    assert "HEAD has no own.csv: its prices are today's." in at(project, prices=prices).notes


def test_prices_that_are_refused_today_are_noted_with_the_first_fault(project: Path) -> None:
    book(project, "own.csv", NOTICE.format("0") + "\n" + NOTICE.format("-1"))
    commit(project)
    prices = book(project, "own.csv", NOTICE.format("9.00"))
    found = at(project, prices=prices)
    assert money(found, "topic") == 450
    [note] = [one for one in found.notes if "own" in one]
    assert note.startswith("own.csv of HEAD is refused by this version (2 faults, the first: line")
    assert "slipway-base-" not in note


def test_other_pins_are_noted(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(project)
    planned(monkeypatch, plan(CLUSTER), pins_differ=True)
    assert at(project).notes[0].startswith("HEAD pins other packages")


def test_traffic_that_is_out_of_order_is_noted(project: Path) -> None:
    write(project, "Pulumi.dev.yaml", STACK.replace("RATE", "9999"))
    commit(project)
    write(project, "Pulumi.dev.yaml", STACK.replace("RATE", "400"))
    found = at(project)
    assert rate(found) == 400
    assert "low <= expected <= high): its traffic and models are today's." in found.notes[1]


def test_prices_that_todays_rules_can_not_count_with_are_noted(project: Path) -> None:
    book(project, str(BUILT_IN), EKS.format("0.20").replace("hour", "GB"))
    commit(project)
    found = at(project)
    assert money(found, "eks") == 73
    [note] = found.notes
    assert note.startswith("a price of HEAD is refused by this version (line 2: got aws eks")
    assert note.endswith("its prices are today's.")
