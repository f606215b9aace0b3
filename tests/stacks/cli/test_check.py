"""`slipway check`."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from slipway.stacks.cli.check import check
from slipway.stacks.cli.errors import CHECK_FAILED
from slipway.stacks.cli.published.check import CheckDocument
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.plan import stack as planning
from slipway.stacks.plan.graph import Plan
from slipway.stacks.policy.rules.registry import POLICIES
from tests.stacks.cost.support.plans import plan, resource

STACK = """config:
  slipway:platform:
    variant: cloud-native
    target: {kind: aws, region: eu-central-1, account: "111122223333"}
"""
PLANNED = plan(
    resource("aws:kms/key:Key", "key", {"enableKeyRotation": False, "deletionWindowInDays": 7}),
    resource("aws:cloudwatch/logGroup:LogGroup", "log"),
)


@pytest.fixture(autouse=True)
def planned(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def small(_: StackConfig) -> Plan:
        return PLANNED

    path = tmp_path / "Pulumi.dev.yaml"
    path.write_text(STACK, encoding="utf-8")
    monkeypatch.setattr(planning, "plan", small)
    monkeypatch.setenv("SLIPWAY_CONFIG_FILE", str(path))
    monkeypatch.setenv("COLUMNS", "120")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(check, ["--stack", "dev", *arguments])


def test_a_finding_is_told_with_its_reason_and_remedy() -> None:
    found = run()
    assert found.exit_code == CHECK_FAILED
    assert "medium kms-rotation: Keys are replaced every year." in found.output
    assert "key enableKeyRotation: got false" in found.output
    assert "what to do: Leave enableKeyRotation at true." in found.output
    assert "dev: 1 findings of at least medium severity, 0 of them high." in found.output


@pytest.mark.parametrize(("least", "code"), [("high", 0), ("medium", 1), ("low", 1)])
def test_the_exit_code_follows_the_severity(least: str, code: int) -> None:
    assert run("--fail-on", least).exit_code == code


def test_the_json_fits_its_schema() -> None:
    found = CheckDocument.model_validate(json.loads(run("--json", "--fail-on", "high").stdout))
    assert [(one.policy, one.property) for one in found.findings] == [
        ("kms-rotation", "enableKeyRotation"),
        ("aws-logs-bounded", "retentionInDays"),
    ]


def test_every_policy_is_listed() -> None:
    output = run("--list").output
    assert all(one.id[:12] in output for one in POLICIES)
