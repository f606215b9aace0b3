"""Releases that a change makes: which version of which model serves."""

from collections.abc import Iterator
from dataclasses import dataclass

from slipway.stacks.config.release import Release
from slipway.stacks.config.stack import StackConfig


@dataclass(frozen=True, kw_only=True)
class ReleaseChange:
    """A model's release before and after; None where it has none."""

    model: str
    before: Release | None
    after: Release | None


def release_changes(before: StackConfig | None, after: StackConfig) -> Iterator[ReleaseChange]:
    """Models whose version or image differs, by name."""
    old = {} if before is None else before.releases
    for model in sorted({*old, *after.releases}):
        was, will = old.get(model), after.releases.get(model)
        if was != will:
            yield ReleaseChange(model=model, before=was, after=will)
