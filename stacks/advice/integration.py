"""Integration with what the company already runs: it depends on the team's answer."""

from collections.abc import Sequence
from fractions import Fraction

from slipway.stacks.advice.errors import AdviceInputError, unknown
from slipway.stacks.advice.given import fits, score_of
from slipway.stacks.advice.score import Score
from slipway.stacks.variants import Cell

NOTHING = "nothing"
"""The answer of a team that starts from scratch."""
_MIDDLE = Fraction(3)


def answers() -> tuple[str, ...]:
    """What a team may say that it runs."""
    return (*fits(), NOTHING)


def parse_runs(texts: Sequence[str]) -> tuple[str, ...]:
    """Answers as a team writes them: ``kubernetes,azure``, once or several times.

    Raises:
        AdviceInputError: One is unknown, or something runs beside nothing.
    """
    named = (name.strip() for text in texts for name in text.split(","))
    found = tuple(dict.fromkeys(named))
    faults = [unknown("--runs", name, answers()) for name in found if name not in answers()]
    if NOTHING in found and len(found) > 1:
        given = ", ".join(found)
        faults.append(f"--runs: got {given}; expected {NOTHING} alone. Leave one of them out.")
    if faults:
        raise AdviceInputError(faults)
    return found


def integration_score(cell: Cell, runs: Sequence[str]) -> Score:
    """The mean over all that the company runs; 3 for every cell where it runs nothing, or is mute.

    Args:
        cell: Where the platform would be.
        runs: Of `answers`, each once.
    """
    if not runs:
        return Score(value=_MIDDLE, reason="Not asked: say what you run with --runs.")
    if tuple(runs) == (NOTHING,):
        return Score(value=_MIDDLE, reason="Nothing runs yet that it could be integrated with.")
    found = [(name, score_of(cell, fits()[name], f"integration.{name}")) for name in runs]
    if len(found) == 1:
        return found[0][1]
    return Score(
        value=sum((one.value for _, one in found), Fraction(0)) / len(found),
        reason=" ".join(f"{name} {one.value}: {one.reason}" for name, one in found),
    )
