"""The bounds of the platform's Prometheus rules, for alarms that CloudWatch must judge itself.

Read from the rule files that every other variant runs, so that there is one threshold for each.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import yaml

from slipway.components.kubernetes.data_files import texts

_NUMBER_AT_END = re.compile(r">\s*(?P<number>\d+(\.\d+)?)\s*$")
_DURATION = re.compile(r"^(?P<number>\d+)(?P<unit>[smhd])$")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class UnreadableRuleError(ValueError):
    """An alert isn't there, or isn't of the form whose bound can be read."""

    def __init__(self, alert: str, got: str, expected: str) -> None:
        super().__init__(
            f"alert rule {alert}: got {got}; expected {expected}. CloudWatch's alarm is made from"
            " it: change components/aws along with the rule."
        )


@dataclass(frozen=True, kw_only=True)
class RuleBound:
    """When one alert fires."""

    alert: str
    hold_seconds: int
    """How long its expression must be true; 0: at once."""
    expression: str

    @property
    def threshold(self) -> float:
        """The number that the expression's value must exceed.

        Raises:
            UnreadableRuleError: The expression doesn't end in a comparison with one.
        """
        found = _NUMBER_AT_END.search(self.expression)
        if found is None:
            raise UnreadableRuleError(self.alert, self.expression, "an expression > a number")
        return float(found["number"])


@cache
def rule_bound(alert: str) -> RuleBound:
    """The bound of an alert of `components/kubernetes/rules`.

    Raises:
        UnreadableRuleError: There is no such alert.
    """
    for rule in _rules():
        if rule.get("alert") == alert:
            return RuleBound(
                alert=alert,
                hold_seconds=_seconds(alert, str(rule.get("for", "0s"))),
                expression=str(rule["expr"]).strip(),
            )
    raise UnreadableRuleError(alert, "no such alert", "one of the rule files to have it")


def _rules() -> Iterator[dict[str, Any]]:
    for text in texts("rules", ".yaml").values():
        for group in yaml.safe_load(text)["groups"]:
            yield from group["rules"]


def _seconds(alert: str, duration: str) -> int:
    found = _DURATION.match(duration)
    if found is None:
        raise UnreadableRuleError(alert, f"for: {duration}", "a number and one of s, m, h and d")
    return int(found["number"]) * _SECONDS[found["unit"]]
