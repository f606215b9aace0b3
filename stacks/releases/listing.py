"""The versions of a model, as a person wants to see them."""

from dataclasses import dataclass
from datetime import datetime

from slipway.serving.release.gate.stored import stored_measure
from slipway.serving.release.registry import tags
from slipway.serving.release.registry.model_version import ModelVersion
from slipway.stacks.releases.workplace import Workplace


@dataclass(frozen=True, kw_only=True)
class ListedVersion:
    """One version, what the gate said and whether it serves."""

    version: int
    created: datetime
    gate: str | None
    measured: str | None
    digest: str | None
    serving: bool
    rejected: str | None
    aliases: tuple[str, ...]

    @property
    def state(self) -> str:
        """The most important thing about the version, in words."""
        if self.serving:
            return "serving"
        return "" if self.rejected is None else f"rejected: {self.rejected}"


def listed(workplace: Workplace, model: str) -> list[ListedVersion]:
    """All versions of a model, newest first.

    Raises:
        UnknownModelError: The stack has no such model.
    """
    workplace.pinned(model)
    serving = workplace.serving(model)
    number = None if serving is None else serving.version
    return [_listed(version, number) for version in workplace.registry.versions(model)]


def _listed(version: ModelVersion, serving: int | None) -> ListedVersion:
    found = stored_measure(version)
    return ListedVersion(
        version=version.number,
        created=version.created,
        gate=version.tags.get(tags.GATE),
        measured=None if found is None else f"{found.metric} {found.value:.4g}",
        digest=version.tags.get(tags.DIGEST),
        serving=version.number == serving,
        rejected=version.tags.get(tags.REJECTED),
        aliases=version.aliases,
    )
