"""A verdict read back from the model version that it was stored on."""

from dataclasses import dataclass

from slipway.serving.release.document import Document
from slipway.serving.release.gate.metric import Metric
from slipway.serving.release.registry import tags
from slipway.serving.release.registry.model_version import ModelVersion


@dataclass(frozen=True, kw_only=True)
class StoredMeasure:
    """The figure that a version reached, on which rows, and beside which champion."""

    metric: Metric
    value: float
    gain: float
    champion: int | None
    data_digest: str | None

    def beats(self, other: "StoredMeasure", tolerance: float) -> bool:
        """Whether this figure is better; only figures on the same rows can be compared."""
        if (self.metric, self.data_digest) != (other.metric, other.data_digest):
            return False
        sign = -1 if self.metric.lower_is_better else 1
        return sign * (self.value - other.value) > tolerance * max(1.0, abs(other.value))


def stored_measure(version: ModelVersion) -> StoredMeasure | None:
    """What the gate measured of a version; None when it never got so far."""
    evidence = version.tags.get(tags.EVIDENCE)
    if evidence is None:
        return None
    document = Document.parse(f"tag {tags.EVIDENCE} of {version}", evidence)
    comparison = document.optional_part("comparison").values
    value, gain = comparison.get("candidate"), comparison.get("gain")
    if not isinstance(value, int | float) or not isinstance(gain, int | float):
        return None
    champion = document.values.get("champion")
    digest = document.optional_part("data").values.get("digest")
    return StoredMeasure(
        metric=Metric(str(comparison.get("metric"))),
        value=float(value),
        gain=float(gain),
        champion=champion if isinstance(champion, int) else None,
        data_digest=digest if isinstance(digest, str) else None,
    )
