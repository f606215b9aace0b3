"""Back to an earlier release: pin, `up`, and a mark on what was rolled back."""

from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.image.repository import Repository
from slipway.serving.release.registry import tags
from slipway.serving.release.registry.history import ReleaseEvent, events, previous
from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.registry.rejection import refuse_rejected, reject
from slipway.stacks.config.release import Release
from slipway.stacks.releases.apply import Consent, apply_release
from slipway.stacks.releases.errors import NothingToRollBackError
from slipway.stacks.releases.history import note_applied, note_serving
from slipway.stacks.releases.outcome import ReleaseOutcome
from slipway.stacks.releases.workplace import Workplace


def rollback_model(
    workplace: Workplace, model: str, *, to: int | None, reason: str, consent: Consent
) -> ReleaseOutcome:
    """Lets an earlier release serve again, with the image that it had; no gate, no new build.

    Raises:
        NothingToRollBackError: No release came before, or the wanted one never served here.
        ImageGoneError: The registry no longer has its image.
        NotAppliedError: `up` failed; what served before is pinned again.
    """
    pinned = workplace.pinned(model)
    if pinned is None:
        raise NothingToRollBackError(model, "no release", "Release a version first.")
    note_serving(workplace, model)
    versions = workplace.registry.versions(model)
    target = _target(workplace, model, versions, pinned, to)
    _require_image(workplace, target.image)
    new = Release(version=target.version, image=target.image)
    applied = apply_release(workplace, model, new, consent, reject=pinned)
    _reject(workplace, model, pinned.version, target.version, reason)
    if applied:
        note_applied(workplace, model, new)
    return ReleaseOutcome(model=model, release=new, before=pinned, applied=applied, changed=True)


def _target(
    workplace: Workplace,
    model: str,
    versions: list[ModelVersion],
    pinned: Release,
    to: int | None,
) -> ReleaseEvent:
    if to is None:
        found = previous(versions, workplace.stack, pinned.version)
        if found is None:
            raise NothingToRollBackError(
                model, "no earlier release that wasn't rejected", "Release another version."
            )
        return found
    if to == pinned.version:
        raise NothingToRollBackError(model, f"version {to}, which is pinned now", "Choose another.")
    past = [event for event in events(versions, workplace.stack) if event.version == to]
    if not past:
        raise NothingToRollBackError(
            model,
            f"version {to}, which never served in stack {workplace.stack}",
            f"Use `slipway model release {model} --version {to}`, which runs the gate.",
        )
    refuse_rejected(workplace.registry.version(model, to))
    return past[-1]


def _require_image(workplace: Workplace, image: str) -> None:
    reference = ImageReference.parse(image)
    Repository(registry=workplace.images, name=reference.repository).get(reference)


def _reject(workplace: Workplace, model: str, old: int, new: int, reason: str) -> None:
    """Marks what was rolled back, unless it comes back under another image of the same version."""
    known = {version.number: version for version in workplace.registry.versions(model)}
    if old != new and old in known:
        reject(workplace.registry, known[old], reason)
        workplace.echo(f"{known[old]} is marked {tags.REJECTED}: {reason}")
