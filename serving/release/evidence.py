"""The gate's verdict, kept with the model version that it is about."""

from slipway.serving.release.gate.verdict import Verdict
from slipway.serving.release.progress import Progress
from slipway.serving.release.registry import tags
from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.registry.protocol import ModelRegistry, TrackingServerError

ACCEPTED, REFUSED, OVERRIDDEN = "accepted", "refused", "overridden"


def store_verdict(
    registry: ModelRegistry,
    version: ModelVersion,
    verdict: Verdict,
    *,
    override: str | None,
    progress: Progress,
) -> None:
    """Writes the verdict on the version, and as a file on the run that made it."""
    word = ACCEPTED if verdict.accepted else REFUSED
    if override is not None and not verdict.accepted:
        word = OVERRIDDEN
        registry.set_tag(version, tags.OVERRIDE, override)
    evidence = verdict.as_json()
    registry.set_tag(version, tags.GATE, word)
    registry.set_tag(version, tags.EVIDENCE, evidence)
    opponent = "none" if verdict.champion is None else str(verdict.champion)
    path = f"gate/version-{version.number}-against-{opponent}.json"
    try:
        registry.store_artifact(version, path, evidence)
    except TrackingServerError as error:  # a deleted run keeps nobody from releasing its model
        progress(f"the evidence is kept as a tag only: {error}")
