"""When which version of a model went live in a stack, kept as tags on the versions.

The stack file holds only what runs now; the past belongs to the versions and outlives the file.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from slipway.serving.release.document import Document
from slipway.serving.release.registry import tags
from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.registry.protocol import ModelRegistry

_KEPT = 20  # events per version and stack; older ones tell a rollback nothing


@dataclass(frozen=True, kw_only=True)
class ReleaseEvent:
    """A version going live as an image."""

    at: datetime
    version: int
    image: str


def events(versions: Iterable[ModelVersion], stack: str) -> list[ReleaseEvent]:
    """What went live in a stack, oldest first."""
    found = [event for version in versions for event in _events_of(version, stack)]
    return sorted(found, key=lambda event: (event.at, event.version))


def record(
    registry: ModelRegistry, version: ModelVersion, stack: str, image: str, at: datetime
) -> None:
    """Notes that a version went live."""
    current = registry.version(version.name, version.number)
    kept = [*_events_of(current, stack), ReleaseEvent(at=at, version=version.number, image=image)]
    values = [
        {"at": event.at.astimezone(UTC).isoformat(), "image": event.image}
        for event in kept[-_KEPT:]
    ]
    content = json.dumps({"events": values}, separators=(",", ":"))
    registry.set_tag(version, f"{tags.RELEASES}.{stack}", content)


def previous(
    versions: Iterable[ModelVersion], stack: str, serving: int | None
) -> ReleaseEvent | None:
    """What went live last before the serving version and wasn't rejected since."""
    known = list(versions)
    usable = {version.number for version in known if tags.REJECTED not in version.tags}
    for event in reversed(events(known, stack)):
        if event.version != serving and event.version in usable:
            return event
    return None


def _events_of(version: ModelVersion, stack: str) -> list[ReleaseEvent]:
    key = f"{tags.RELEASES}.{stack}"
    content = version.tags.get(key)
    if content is None:
        return []
    return [
        ReleaseEvent(
            at=datetime.fromisoformat(entry.text("at")),
            version=version.number,
            image=entry.text("image"),
        )
        for entry in Document.parse(f"tag {key} of {version}", content).parts("events")
    ]
