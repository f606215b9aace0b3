"""What a release found out about a model version, kept with it."""

from slipway.serving.release.compile.compilation import Compilation
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
    _store(registry, version, path, evidence, progress)


def store_compilation(
    registry: ModelRegistry,
    version: ModelVersion,
    compilation: Compilation,
    *,
    progress: Progress,
) -> None:
    """Writes what runs the model on the version, and why as a file on the run that made it."""
    registry.set_tag(version, tags.ENGINE, compilation.engine)
    path = f"compile/version-{version.number}.json"
    _store(registry, version, path, compilation.as_json(), progress)


def _store(
    registry: ModelRegistry, version: ModelVersion, path: str, evidence: str, progress: Progress
) -> None:
    try:
        registry.store_artifact(version, path, evidence)
    except TrackingServerError as error:  # a deleted run keeps nobody from releasing its model
        progress(f"{path} isn't kept on the run: {error}")
