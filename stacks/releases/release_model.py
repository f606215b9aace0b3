"""A release from end to end: gate, image, pin, `up`, history."""

from slipway.serving.release.image.reference import ImageReference
from slipway.serving.release.registry.latest import find_version
from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.release import Workshop, release
from slipway.serving.release.runtime_source import RUNTIMES, pinned_runtime, runtime_sources
from slipway.stacks.config.release import Release
from slipway.stacks.images.errors import NoLockError
from slipway.stacks.images.lock import lock_path, read_lock
from slipway.stacks.releases.apply import Consent, apply_release
from slipway.stacks.releases.history import note_applied, note_serving
from slipway.stacks.releases.outcome import ReleaseOutcome
from slipway.stacks.releases.workplace import Workplace


def release_model(
    workplace: Workplace,
    model: str,
    *,
    version: str,
    consent: Consent,
    force_reason: str | None = None,
    compiles: bool = True,
) -> ReleaseOutcome:
    """Lets a version serve, if the gate and the person at the terminal agree.

    Raises:
        GateRefusedError: The version is worse than what serves.
        NotAppliedError: `up` failed; what served before is pinned again.
    """
    pinned = workplace.pinned(model)
    candidate = find_version(workplace.registry, model, version)
    note_serving(workplace, model)
    released = release(
        _workshop(workplace, compiles=compiles),
        candidate,
        champion=_champion(workplace, model),
        force_reason=force_reason,
    )
    new = Release(version=candidate.number, image=str(released.image))
    if new == pinned == workplace.serving(model):
        workplace.echo(f"{candidate} serves already, as {new.image}")
        return ReleaseOutcome(model=model, release=new, before=pinned, applied=False, changed=False)
    applied = apply_release(workplace, model, new, consent)
    if applied:
        note_applied(workplace, model, new)
    return ReleaseOutcome(model=model, release=new, before=pinned, applied=applied, changed=True)


def _champion(workplace: Workplace, model: str) -> ModelVersion | None:
    """What serves now; after a first `up` that was broken off, what is pinned."""
    current = workplace.serving(model) or workplace.pinned(model)
    return None if current is None else workplace.registry.version(model, current.version)


def _workshop(workplace: Workplace, *, compiles: bool) -> Workshop:
    machine = workplace.config.machine
    archives = {} if machine is None else machine.archives
    return Workshop(
        registry=workplace.registry,
        images=workplace.images,
        address=workplace.address,
        runtimes=runtime_sources(workplace.config.images, archives, _pinned(workplace)),
        objects=workplace.objects,
        progress=workplace.echo,
        compiles=compiles,
    )


def _pinned(workplace: Workplace) -> dict[str, ImageReference]:
    """The runtimes in the stack's registry; none in a project that never pinned its images."""
    try:
        digests = read_lock(lock_path()).digests()
    except NoLockError:
        return {}
    pinned = [(name, digests[name]) for name in RUNTIMES.values() if name in digests]
    return {name: pinned_runtime(workplace.address, name, digest) for name, digest in pinned}
