"""Rule files in Azure's words: nothing changed, nothing weakened, nothing left out in silence."""

import pytest
import yaml

from slipway.components.azure.prometheus_rules import (
    RULES_PER_GROUP,
    UntranslatableRuleError,
    azure_groups,
    iso_duration,
)
from slipway.components.kubernetes.scraping import rule_files
from tests.support.nouns import WATCHED

SHIPPED = rule_files([WATCHED])
ALERT = {"alert": "Slow", "expr": "x > 1", "labels": {"severity": "warning"}}


def one_group(**fields: object) -> dict[str, str]:
    group = {"name": "team", "rules": [ALERT], **fields}
    return {"team.yaml": yaml.safe_dump({"groups": [group]})}


@pytest.mark.parametrize(
    ("prometheus", "iso"),
    [
        ("30s", "PT30S"),
        ("2m", "PT2M"),
        ("90m", "PT1H30M"),
        ("1h30m", "PT1H30M"),
        ("26h", "PT26H"),
        ("2d", "PT48H"),
        ("1w", "PT168H"),
        ("0s", "PT0S"),
    ],
)
def test_durations(prometheus: str, iso: str) -> None:
    assert iso_duration(prometheus, "here") == iso


@pytest.mark.parametrize("text", ["", "5", "m", "100ms", "5 m", "-5m", "1.5h"])
def test_what_is_no_duration_in_seconds_is_refused(text: str) -> None:
    with pytest.raises(UntranslatableRuleError, match="here: got"):
        iso_duration(text, "here")


def test_every_shipped_rule_is_there_once_and_word_for_word() -> None:
    groups = [group for text in SHIPPED.values() for group in yaml.safe_load(text)["groups"]]
    originals = [rule for group in groups for rule in group["rules"]]
    translated = [rule for group in azure_groups(SHIPPED) for rule in group.rules]
    assert len(translated) == len(originals)
    for rule, original in zip(translated, originals, strict=True):
        assert rule.alert == original.get("alert")
        assert rule.record == original.get("record")
        assert rule.expression == original["expr"].strip()
        assert rule.labels == original.get("labels", {})
        assert rule.annotations == original.get("annotations", {})
        assert (rule.hold is None) == ("for" not in original)


def test_how_long_and_how_bad_are_kept() -> None:
    rules = {rule.alert: rule for group in azure_groups(SHIPPED) for rule in group.rules}
    down, slow = rules["ModelServiceDown"], rules["ModelLatencyHigh"]
    assert (down.hold, down.severity) == ("PT1M", 0)
    assert (slow.hold, slow.severity) == ("PT5M", 2)
    assert rules["BackupMissing"].hold == "PT26H"


def test_a_group_is_asked_every_minute_unless_it_says_otherwise() -> None:
    assert {group.interval for group in azure_groups(SHIPPED)} == {"PT1M"}
    assert azure_groups(one_group(interval="5m"))[0].interval == "PT5M"


@pytest.mark.parametrize("interval", ["15s", "20m"])
def test_an_interval_that_azure_cannot_keep_is_refused(interval: str) -> None:
    with pytest.raises(UntranslatableRuleError, match="between 1m and 15m"):
        azure_groups(one_group(interval=interval))


def test_a_long_group_is_cut_in_its_order() -> None:
    rules = [{"record": f"r{number}", "expr": "1"} for number in range(45)]
    groups = azure_groups(one_group(rules=rules))
    assert [group.name for group in groups] == ["team", "team-2", "team-3"]
    assert [len(group.rules) for group in groups] == [RULES_PER_GROUP, RULES_PER_GROUP, 5]
    assert [rule.record for group in groups for rule in group.rules] == [f"r{n}" for n in range(45)]


@pytest.mark.parametrize(
    "rule",
    [
        {**ALERT, "keep_firing_for": "5m"},
        {**ALERT, "labels": {"severity": "page"}},
        {**ALERT, "labels": {}},
    ],
)
def test_a_rule_that_would_be_weaker_on_azure_is_refused(rule: dict[str, object]) -> None:
    with pytest.raises(UntranslatableRuleError, match="rule group team, Slow"):
        azure_groups(one_group(rules=[rule]))


def test_a_group_with_a_limit_is_refused() -> None:
    with pytest.raises(UntranslatableRuleError, match="limit"):
        azure_groups(one_group(limit=5))


def test_a_group_without_rules_becomes_no_group() -> None:
    assert azure_groups(one_group(rules=[])) == []
