"""One threshold for each alert, whatever judges it."""

import pytest

from slipway.components.aws import rule_bounds
from slipway.components.aws.rule_bounds import UnreadableRuleError, rule_bound


@pytest.fixture(autouse=True)
def fresh() -> None:
    rule_bound.cache_clear()


def rules(monkeypatch: pytest.MonkeyPatch, rule: str) -> None:
    text = f"groups: [{{name: g, rules: [{rule}]}}]"
    monkeypatch.setattr(rule_bounds, "texts", lambda _folder, _suffix: {"r.yaml": text})


def test_the_bound_is_the_rules_own(monkeypatch: pytest.MonkeyPatch) -> None:
    rules(monkeypatch, "{alert: Slow, expr: 'ratio > 0.25', for: 3m}")
    found = rule_bound("Slow")
    assert (found.threshold, found.hold_seconds) == (0.25, 180)


def test_the_platforms_rules_have_what_the_alarms_are_made_from() -> None:
    for alert in ("ModelServerErrors", "ModelRefusesRequests"):
        assert 0 < rule_bound(alert).threshold < 0.1
        assert rule_bound(alert).hold_seconds >= 60
    assert rule_bound("ModelLatencyHigh").hold_seconds >= 60


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        ("{alert: Other, expr: 'a > 1'}", "no such alert"),
        ("{alert: Slow, expr: 'a > on (model) b'}", "a > on (model) b"),
        ("{alert: Slow, expr: 'a > 1', for: 1w}", "for: 1w"),
    ],
)
def test_a_rule_of_another_form_is_told(
    monkeypatch: pytest.MonkeyPatch, rule: str, words: str
) -> None:
    rules(monkeypatch, rule)
    with pytest.raises(UnreadableRuleError) as caught:
        rule_bound("Slow").threshold  # noqa: B018 -- reading it is the test
    assert words in str(caught.value)
