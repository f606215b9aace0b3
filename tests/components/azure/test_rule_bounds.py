"""The bounds that Azure Monitor's alerts take from the platform's rules."""

import pytest

from slipway.components.azure.rule_bounds import RuleBound, UnreadableRuleError, rule_bound


def test_a_bound_is_the_rules_number_hold_and_severity() -> None:
    found = rule_bound("ModelServerErrors")
    assert (found.threshold, found.hold_minutes, found.severity) == (0.01, 2, 0)


def test_a_state_is_the_number_that_it_equals() -> None:
    assert rule_bound("DriftJobFailed").threshold == 5


def test_hours_are_minutes() -> None:
    assert rule_bound("DriftVerdictMissing").hold_minutes == 24 * 60


def test_an_alert_that_is_not_there_is_named() -> None:
    with pytest.raises(UnreadableRuleError, match="NoSuchAlert: got no such alert"):
        rule_bound("NoSuchAlert")


def test_an_expression_without_a_number_has_no_threshold() -> None:
    bound = RuleBound(alert="A", expression="x > on (model) y", hold_minutes=0, severity=2)
    with pytest.raises(UnreadableRuleError, match="a comparison with a number"):
        _ = bound.threshold
