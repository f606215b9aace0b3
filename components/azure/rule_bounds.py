"""The bounds of the platform's own alert rules, for alerts that Azure Monitor judges itself.

Read from the rule files that every other variant runs, so there is one threshold for each.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from slipway.components.azure.prometheus_rules import AzureRule, azure_groups
from slipway.components.kubernetes.data_files import texts

_NUMBER_AT_END = re.compile(r"(?P<operator>>=|>|==)\s*(?P<number>\d+(\.\d+)?)\s*$")
_HOLD = re.compile(r"^PT(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:\d+S)?$")


class UnreadableRuleError(ValueError):
    """An alert isn't there, or isn't of the form whose bound can be read."""

    def __init__(self, alert: str, got: str, expected: str) -> None:
        super().__init__(
            f"alert rule {alert}: got {got}; expected {expected}. Alerts of Azure Monitor are made"
            " from it: change components/azure/endpoint_alerts.py and drift_alerts.py with the"
            " rule."
        )


@dataclass(frozen=True, kw_only=True)
class RuleBound:
    """When one alert fires, and how bad that is."""

    alert: str
    expression: str
    hold_minutes: int
    """How long its expression must be true; 0: at once."""
    severity: int

    @property
    def threshold(self) -> float:
        """The number that the expression compares with.

        Raises:
            UnreadableRuleError: The expression doesn't end in a comparison with one.
        """
        found = _NUMBER_AT_END.search(self.expression)
        if found is None:
            raise UnreadableRuleError(self.alert, self.expression, "a comparison with a number")
        return float(found["number"])


def rule_bound(alert: str) -> RuleBound:
    """The bound of an alert of `components/kubernetes/rules`.

    Raises:
        UnreadableRuleError: There is no such alert.
    """
    rule = _alerts().get(alert)
    if rule is None or rule.severity is None:
        raise UnreadableRuleError(alert, "no such alert", "one of the rule files to have it")
    return RuleBound(
        alert=alert,
        expression=rule.expression,
        hold_minutes=_minutes(alert, rule),
        severity=rule.severity,
    )


@cache
def _alerts() -> Mapping[str, AzureRule]:
    """All alerts by name: the files are read once, however many bounds are asked for."""
    groups = azure_groups(texts("rules", ".yaml"))
    return {rule.alert: rule for group in groups for rule in group.rules if rule.alert is not None}


def _minutes(alert: str, rule: AzureRule) -> int:
    if rule.hold is None:
        return 0
    found = _HOLD.match(rule.hold)
    if found is None:
        raise UnreadableRuleError(alert, f"for: {rule.hold}", "hours and minutes")
    return 60 * int(found["hours"] or 0) + int(found["minutes"] or 0)
