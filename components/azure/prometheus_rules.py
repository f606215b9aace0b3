"""Prometheus' rule files as Azure's Prometheus rule groups.

Expressions, order, labels and annotations stay as they are. What a file says that Azure can't do
is refused, so that no alert is weaker there than in a Prometheus of one's own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import yaml

RULES_PER_GROUP = 20
"""Azure's limit. A longer group is cut in its order."""

SEVERITIES = {"critical": 0, "warning": 2, "info": 3}
"""Azure's numbers for our label; the label stays on the alert as well."""

_MINUTE = 60
_LONGEST_INTERVAL = 15 * _MINUTE
_PART = re.compile(r"(\d+)(ms|[smhdwy])")
_SECONDS = {"s": 1, "m": _MINUTE, "h": 3600, "d": 86_400, "w": 7 * 86_400, "y": 365 * 86_400}
_GROUP_FIELDS = {"name", "rules", "interval"}
_RULE_FIELDS = {"alert", "record", "expr", "for", "labels", "annotations"}


class UntranslatableRuleError(ValueError):
    """A rule file says something that Azure's rule groups can't."""

    def __init__(self, place: str, got: object, rule: str) -> None:
        super().__init__(
            f"{place}: got {got}; expected {rule}. Change the rule, or run a Prometheus of your own"
            " (variant open-source)."
        )


@dataclass(frozen=True, kw_only=True)
class AzureRule:
    """One rule; an alert has a severity, a record has none."""

    expression: str
    alert: str | None
    record: str | None
    labels: Mapping[str, str]
    annotations: Mapping[str, str]
    hold: str | None
    """How long the expression must be true, as an ISO 8601 duration; None: not at all."""
    severity: int | None


@dataclass(frozen=True, kw_only=True)
class AzureRuleGroup:
    """Rules that are evaluated in order, at one interval."""

    name: str
    interval: str
    rules: Sequence[AzureRule]


def azure_groups(files: Mapping[str, str]) -> list[AzureRuleGroup]:
    """Every group of every file; a group without rules, which Azure refuses, becomes none.

    Raises:
        UntranslatableRuleError: A field, a duration or a severity that Azure doesn't know.
    """
    groups = [group for text in files.values() for group in yaml.safe_load(text)["groups"]]
    return [made for group in groups for made in _groups(group)]


def iso_duration(text: str, place: str) -> str:
    """Prometheus' ``1h30m`` as ISO 8601's ``PT1H30M``.

    Raises:
        UntranslatableRuleError: It is no duration, or not made of whole seconds.
    """
    parts = _PART.findall(text)
    whole = "".join(number + unit for number, unit in parts) == text
    if not parts or not whole or any(unit == "ms" for _, unit in parts):
        raise UntranslatableRuleError(place, text, "a duration in whole seconds, such as 5m")
    rest = sum(int(number) * _SECONDS[unit] for number, unit in parts)
    found = []
    for letter, seconds in (("H", 3600), ("M", _MINUTE), ("S", 1)):
        count, rest = divmod(rest, seconds)
        found += [f"{count}{letter}"] if count else []
    return f"PT{''.join(found)}" if found else "PT0S"


def _groups(group: Mapping[str, object]) -> Iterator[AzureRuleGroup]:
    name, rules = str(group["name"]), group["rules"]
    assert isinstance(rules, list)  # noqa: S101 -- the shipped files are tested with promtool
    _known(group.keys(), _GROUP_FIELDS, f"rule group {name}")
    made = [_rule(name, rule) for rule in rules]
    chunks = [made[at : at + RULES_PER_GROUP] for at in range(0, len(made), RULES_PER_GROUP)]
    for number, chunk in enumerate(chunks, start=1):
        yield AzureRuleGroup(
            name=name if number == 1 else f"{name}-{number}",
            interval=_interval(name, group),
            rules=chunk,
        )


def _interval(name: str, group: Mapping[str, object]) -> str:
    """A minute where the file leaves it to Prometheus, which asks every 15 seconds."""
    asked, place = group.get("interval"), f"rule group {name}, interval"
    if asked is None:
        return "PT1M"
    given = iso_duration(str(asked), place)
    seconds = sum(int(number) * _SECONDS[unit] for number, unit in _PART.findall(str(asked)))
    if not _MINUTE <= seconds <= _LONGEST_INTERVAL:
        raise UntranslatableRuleError(place, asked, "between 1m and 15m")
    return given


def _rule(group: str, rule: Mapping[str, object]) -> AzureRule:
    alert, record = rule.get("alert"), rule.get("record")
    place = f"rule group {group}, {alert or record}"
    _known(rule.keys(), _RULE_FIELDS, place)
    labels = _texts(rule.get("labels"))
    hold = rule.get("for")
    return AzureRule(
        expression=str(rule["expr"]).strip(),
        alert=None if alert is None else str(alert),
        record=None if record is None else str(record),
        labels=labels,
        annotations=_texts(rule.get("annotations")),
        hold=None if hold is None else iso_duration(str(hold), f"{place}, for"),
        severity=None if alert is None else _severity(labels, place),
    )


def _severity(labels: Mapping[str, str], place: str) -> int:
    given = labels.get("severity")
    if given not in SEVERITIES:
        known = ", ".join(SEVERITIES)
        raise UntranslatableRuleError(f"{place}, labels.severity", given, f"one of {known}")
    return SEVERITIES[given]


def _known(given: Iterable[str], fields: set[str], place: str) -> None:
    unknown = sorted(set(given) - fields)
    if unknown:
        raise UntranslatableRuleError(
            place, ", ".join(unknown), f"only {', '.join(sorted(fields))}"
        )


def _texts(value: object) -> dict[str, str]:
    return {str(key): str(text) for key, text in value.items()} if isinstance(value, dict) else {}
