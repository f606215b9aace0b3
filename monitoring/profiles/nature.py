"""Whether a column is compared as numbers, as categories, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from slipway.monitoring.profiles.bins import MAXIMUM_CATEGORIES
from slipway.monitoring.roles import Role

FEW_ROWS = 50
"""Under this many values a column isn't suspected of being an identifier."""
COVERED = 0.5
"""Share of the values that the frequent categories must hold; else it is free text."""


class Nature(StrEnum):
    """How a column is compared; of those that aren't, the value is the reason."""

    NUMERIC = "numeric"
    CATEGORICAL = "categorical"
    TIME = "holds times; name it with --time or convert it to a number"
    EMPTY = "has no value in the reference"
    NESTED = "has a type that can't be compared"
    IDENTIFIER = "looks like an identifier: nearly every value is different"
    FREE_TEXT = "looks like free text: few values come twice"
    NO_NUMBER = "is a score but holds no numbers"


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What the first pass found out about a column."""

    role: Role
    family: str
    integer: bool
    valid: int
    finite: bool
    rising: bool
    counts: Mapping[str, int] | None
    """Occurrences by value; None where there are too many to count."""


def nature(facts: Facts) -> Nature:
    """The nature of a column, by its role first, then its type, then its values."""
    by_family = {"time": Nature.TIME, "other": Nature.NESTED, "nothing": Nature.EMPTY}
    if facts.family in by_family:
        return by_family[facts.family]
    if not facts.valid:
        return Nature.EMPTY
    if facts.role is Role.SCORE and facts.family != "number":
        return Nature.NO_NUMBER
    if facts.family == "number" and not (facts.counts and facts.role is not Role.SCORE):
        return _numeric(facts)
    return _categorical(facts)


def _numeric(facts: Facts) -> Nature:
    if not facts.finite:
        return Nature.EMPTY
    counter = facts.integer and facts.rising and facts.valid > FEW_ROWS
    return Nature.IDENTIFIER if counter and facts.role is Role.FEATURE else Nature.NUMERIC


def _categorical(facts: Facts) -> Nature:
    if facts.counts is None:
        return Nature.FREE_TEXT
    if facts.role is Role.PREDICTION:
        return Nature.CATEGORICAL
    if len(facts.counts) > max(FEW_ROWS, COVERED * facts.valid):
        return Nature.IDENTIFIER
    frequent = sum(sorted(facts.counts.values(), reverse=True)[:MAXIMUM_CATEGORIES])
    return Nature.CATEGORICAL if frequent >= COVERED * facts.valid else Nature.FREE_TEXT
