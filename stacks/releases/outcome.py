"""What a release or a rollback led to."""

from dataclasses import dataclass

from slipway.stacks.config.release import Release


@dataclass(frozen=True, kw_only=True)
class ReleaseOutcome:
    """The release that is pinned now, and what it replaced."""

    model: str
    release: Release
    before: Release | None
    changed: bool
    """False when it served already."""
    applied: bool
    """False when it was only written for review, or nothing had to change."""
