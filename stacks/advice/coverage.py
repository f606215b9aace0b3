"""Covered functions: counted from the table of capabilities, not judged."""

from fractions import Fraction

from slipway.stacks.advice.given import partly_covered
from slipway.stacks.advice.score import LEAST, MOST, Score
from slipway.stacks.variants import CAPABILITIES, Cell

_PART = Fraction(1, 2)


def coverage_score(cell: Cell) -> Score:
    """5 where the cell covers every capability, 1 where none; one in part counts as half."""
    missing = {one.capability: one.missing for one in partly_covered() if one.cell == cell.name}
    covered = Fraction(0)
    lacks: list[str] = []
    for one in CAPABILITIES:
        if not one.in_variant(cell.variant):
            lacks.append(f"no {one.name}")
        elif one.name in missing:
            covered += _PART
            lacks.append(f"{one.name}: {missing[one.name]}")
        else:
            covered += 1
    share = covered / len(CAPABILITIES)
    told = f"; {'; '.join(lacks)}" if lacks else ""
    return Score(
        value=LEAST + (MOST - LEAST) * share,
        reason=f"{float(covered):g} of {len(CAPABILITIES)} capabilities{told}.",
    )
