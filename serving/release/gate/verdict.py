"""The gate's word on a candidate, with everything that it rests on."""

import json
from dataclasses import dataclass

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.gate.comparison import Comparison
from slipway.serving.release.gate.criterion import Criterion

SCHEMA = "slipway-gate/1"


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What the gate found; accepted only when every criterion passed."""

    model: str
    candidate: int
    champion: int | None
    rows: int
    data_digest: str | None
    criteria: tuple[Criterion, ...]
    comparison: Comparison | None

    @property
    def accepted(self) -> bool:
        """Whether the candidate may go live."""
        return bool(self.criteria) and all(each.passed for each in self.criteria)

    def as_json(self) -> str:
        """The evidence that is stored on the model version."""
        document = {
            "schema": SCHEMA,
            "model": self.model,
            "candidate": self.candidate,
            "champion": self.champion,
            "accepted": self.accepted,
            "data": {"rows": self.rows, "digest": self.data_digest},
            "comparison": None if self.comparison is None else self.comparison.as_json(),
            "criteria": [each.as_json() for each in self.criteria],
        }
        return json.dumps(document, separators=(",", ":"))


class GateRefusedError(ReleaseError):
    """A candidate that the gate turned down."""

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        failed = "; ".join(each.observed for each in verdict.criteria if not each.passed)
        wanted = "; ".join(each.required for each in verdict.criteria if not each.passed)
        super().__init__(
            f"gate, {verdict.model} version {verdict.candidate}",
            got=failed,
            expected=wanted,
            remedy="What serves now goes on serving. Train a better version, "
            "or say why this one may go live with --force-reason.",
        )
