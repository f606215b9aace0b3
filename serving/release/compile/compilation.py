"""What came of compiling a model, as evidence."""

import json
from dataclasses import dataclass

from slipway.serving.package import Engine
from slipway.serving.release.compile.agreement import ABSOLUTE, RELATIVE, Agreement
from slipway.serving.release.compile.precision import Precision


@dataclass(frozen=True, kw_only=True)
class Attempt:
    """One way that was tried."""

    precision: Precision
    outcome: str
    """In words: that it agrees, or what was in the way."""
    agreement: Agreement | None = None
    """None where there was no graph to compare."""


@dataclass(frozen=True, kw_only=True)
class Compilation:
    """What will run the model, and why."""

    engine: Engine
    reason: str
    attempts: tuple[Attempt, ...] = ()

    def as_json(self) -> str:
        """For the model version; equal compilations give equal text."""
        return json.dumps(
            {
                "engine": self.engine.value,
                "reason": self.reason,
                "tolerance": {"relative": RELATIVE, "absolute": ABSOLUTE},
                "attempts": [_attempt(one) for one in self.attempts],
            }
        )


def _attempt(attempt: Attempt) -> dict[str, object]:
    found = attempt.agreement
    told: dict[str, object] = {
        "precision": attempt.precision.value,
        "outcome": attempt.outcome,
    }
    if found is not None:
        told |= {
            "rows": found.rows,
            "differentLabels": found.different_labels,
            "outsideTolerance": found.outside,
            "largestDifference": found.largest_difference,
        }
    return told
