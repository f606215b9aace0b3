"""A new pin, brought into the running stack or taken back whole."""

from collections.abc import Callable
from dataclasses import dataclass

from slipway.stacks.config.release import Release
from slipway.stacks.engine.errors import EngineError
from slipway.stacks.releases.errors import DeclinedError, NotAppliedError
from slipway.stacks.releases.stack_file import PinnedRelease, pin
from slipway.stacks.releases.workplace import Workplace

Ask = Callable[[str], bool]
"""Puts a question to the person at the terminal; True means yes."""


@dataclass(frozen=True, kw_only=True)
class Consent:
    """How far a change may go, and who is asked."""

    ask: Ask
    run_up: bool = True


def apply_release(
    workplace: Workplace,
    model: str,
    release: Release,
    consent: Consent,
    *,
    reject: Release | None = None,
) -> bool:
    """Pins a release and runs `up`; False when it was only written down for review.

    The image of `reject` is marked in the file, so that no `up` lets it serve again.

    Raises:
        DeclinedError: The preview was seen and declined; the file is as it was.
        NotAppliedError: `up` failed; the file is as it was.
    """
    pinned = pin(workplace.stack_file, model, release, reject=reject)
    workplace.echo(f"{pinned.path}: {model} pinned to {_said(release)}, was {_said(pinned.before)}")
    for image in pinned.marked:
        workplace.echo(f"{pinned.path}: {image} marked as rejected; `up` refuses it from now on")
    if workplace.protected or not consent.run_up:
        workplace.echo("Written for review; `pulumi up` with this file deploys it.")
        return False
    try:
        workplace.engine.preview()
        agreed = consent.ask(f"Run up, so that {model} {_said(release)} serves?")
    except BaseException:
        _restore(workplace, pinned)
        raise
    if not agreed:
        _restore(workplace, pinned)
        raise DeclinedError(model)
    _up(workplace, pinned)
    return True


def _up(workplace: Workplace, pinned: PinnedRelease) -> None:
    try:
        workplace.engine.up()
    except EngineError as error:
        _restore(workplace, pinned)
        aftermath = _take_back(workplace)
        raise NotAppliedError(
            pinned.model, _said(pinned.before), error.message, aftermath
        ) from error
    except BaseException:
        _restore(workplace, pinned)
        workplace.echo("`up` was broken off; run it again to bring the stack to its file.")
        raise


def _take_back(workplace: Workplace) -> str:
    """A second `up` with the old pin: half a rollout keeps the old pods from scaling."""
    workplace.echo("up failed; running it again with the old release to clear the half-made one")
    try:
        workplace.engine.up()
    except EngineError as error:
        return f"Clearing the half-made rollout failed too ({error.message}); run `pulumi up`."
    return "The half-made rollout was cleared."


def _restore(workplace: Workplace, pinned: PinnedRelease) -> None:
    pinned.restore()
    workplace.echo(f"{pinned.path}: {pinned.model} pinned to {_said(pinned.before)} again")


def _said(release: Release | None) -> str:
    return "no release" if release is None else f"version {release.version}"
