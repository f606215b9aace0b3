"""Where a model's serving version stands among those that the registry knows."""

from dataclasses import dataclass

from slipway.serving.release.gate.rules import GateRules
from slipway.serving.release.gate.stored import StoredMeasure, stored_measure
from slipway.serving.release.registry import tags
from slipway.serving.release.registry.model_version import ModelVersion


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The serving version, the better ones that wait, and those that nobody judged."""

    model: str
    serving: int | None
    pinned: int | None
    better: tuple[int, ...]
    """Versions that the gate measured as better and that weren't rejected."""
    unjudged: tuple[int, ...]
    """Newer versions that no gate has seen; they may be better."""

    @property
    def best_serves(self) -> bool:
        """Whether no version is known to be better than the serving one."""
        return self.serving is not None and not self.better


def standing(
    model: str, versions: list[ModelVersion], *, serving: int | None, pinned: int | None
) -> Standing:
    """Compares what the gate measured: beside the serving version, or on the same rows."""
    usable = [each for each in versions if tags.REJECTED not in each.tags]
    measures = {each.number: stored_measure(each) for each in usable if each.number != serving}
    ours = next((stored_measure(each) for each in versions if each.number == serving), None)
    better = [number for number, found in measures.items() if _is_better(found, serving, ours)]
    unjudged = [
        number
        for number, found in measures.items()
        if found is None and (serving is None or number > serving)
    ]
    return Standing(
        model=model,
        serving=serving,
        pinned=pinned,
        better=tuple(sorted(better)),
        unjudged=tuple(sorted(unjudged)),
    )


def _is_better(
    found: StoredMeasure | None, serving: int | None, ours: StoredMeasure | None
) -> bool:
    if found is None or serving is None:
        return False
    tolerance = GateRules().tolerance
    if found.champion == serving and found.gain > tolerance:
        return True
    return ours is not None and found.beats(ours, tolerance)
