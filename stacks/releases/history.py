"""The history of releases, kept true even when `up` was run by others."""

from datetime import UTC, datetime

from slipway.serving.release.registry import tags
from slipway.serving.release.registry.history import events, record
from slipway.serving.release.registry.protocol import UnknownVersionError
from slipway.stacks.config.release import Release
from slipway.stacks.releases.workplace import Workplace


def note_serving(workplace: Workplace, model: str) -> None:
    """Records what serves if the history doesn't know it: in CI somebody else runs `up`."""
    serving = workplace.serving(model)
    if serving is None:
        return
    past = events(workplace.registry.versions(model), workplace.stack)
    if not past or past[-1].version != serving.version or past[-1].image != serving.image:
        _record(workplace, model, serving)


def note_applied(workplace: Workplace, model: str, release: Release) -> None:
    """Records a release that just went live, and makes it the champion."""
    _record(workplace, model, release)
    version = workplace.registry.version(model, release.version)
    workplace.registry.set_alias(version, tags.CHAMPION)


def _record(workplace: Workplace, model: str, release: Release) -> None:
    try:
        version = workplace.registry.version(model, release.version)
    except UnknownVersionError:
        return  # a registry that lost it can't keep its history; the gate says the rest
    record(workplace.registry, version, workplace.stack, release.image, datetime.now(UTC))
