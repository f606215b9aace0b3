"""Scores that were given by hand, each with its reason: `factors.yaml`, read once."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

from slipway.stacks.advice.score import LEAST, MOST, Score
from slipway.stacks.cost.usage_list.yaml_lines import Placed, read_yaml
from slipway.stacks.variants import Cell

FILE = Path(__file__).with_name("factors.yaml")


@dataclass(frozen=True, kw_only=True)
class ScoredFactor:
    """A factor whose scores were given by hand."""

    name: str
    title: str
    best: str
    """What a 5 means."""
    scores: Mapping[str, Score]
    """By variant, or by cell where one differs."""


@dataclass(frozen=True, kw_only=True)
class PartlyCovered:
    """A capability that a cell offers in part."""

    cell: str
    capability: str
    missing: str
    page: str
    """The words of the cell's page that say so."""


class MissingScoreError(Exception):
    """The file has no score for a cell."""

    def __init__(self, place: str, cell: str) -> None:
        super().__init__(f"{FILE.name}: {place}: no score on {cell}. Add one, with its reason.")


def score_of(cell: Cell, scores: Mapping[str, Score], place: str) -> Score:
    """The cell's own score, else its variant's.

    Raises:
        MissingScoreError: There is neither.
    """
    found = scores.get(cell.name) or scores.get(cell.variant)
    if found is None:
        raise MissingScoreError(place, cell.name)
    return found


@cache
def scored_factors() -> tuple[ScoredFactor, ...]:
    """Those that are judged: what a team builds, must know, extends and can exchange."""
    return tuple(
        ScoredFactor(
            name=name,
            title=_text(one, "title"),
            best=_text(one, "best"),
            scores=_scores(one.mapping["scores"]),
        )
        for name, one in _section("scored").mapping.items()
    )


@cache
def partly_covered() -> tuple[PartlyCovered, ...]:
    """Capabilities that count as half in a cell."""
    return tuple(
        PartlyCovered(
            cell=_text(one, "on"),
            capability=_text(one, "capability"),
            missing=_text(one, "missing"),
            page=_text(one, "page"),
        )
        for one in _section("partly-covered").sequence
    )


@cache
def fits() -> Mapping[str, Mapping[str, Score]]:
    """How well each variant or cell fits what a company runs, by what it runs."""
    return {name: _scores(one) for name, one in _section("integration").mapping.items()}


@cache
def _document() -> Placed:
    return read_yaml(FILE)


def _section(name: str) -> Placed:
    return _document().mapping[name]


def _scores(rows: Placed) -> dict[str, Score]:
    return {
        place: Score(value=_value(row), reason=_text(row, "reason"))
        for row in rows.sequence
        for place in _places(row.mapping["on"])
    }


def _places(on: Placed) -> list[str]:
    """One variant or cell, or several."""
    return [one.text or "" for one in on.sequence or (on,)]


def _value(row: Placed) -> Fraction:
    value = int(_text(row, "score"))
    if not LEAST <= value <= MOST:
        raise ValueError(f"{FILE.name}:{row.line}: got {value}; expected {LEAST} to {MOST}.")
    return Fraction(value)


def _text(row: Placed, key: str) -> str:
    return row.mapping[key].text or ""
