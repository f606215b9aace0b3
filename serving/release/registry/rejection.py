"""Versions that were rolled back: a release refuses them."""

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.registry import tags
from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.registry.protocol import ModelRegistry


class RejectedVersionError(ReleaseError):
    """A version that was rolled back and not cleared since."""

    def __init__(self, version: ModelVersion, reason: str) -> None:
        super().__init__(
            str(version),
            got=f"a rejected version ({reason})",
            expected="a version that wasn't rolled back",
            remedy="Train a better one, or say why this one may go live with --force-reason.",
        )


def refuse_rejected(version: ModelVersion) -> None:
    """Passes a version that was never rolled back.

    Raises:
        RejectedVersionError: It was; the message says why.
    """
    reason = version.tags.get(tags.REJECTED)
    if reason is not None:
        raise RejectedVersionError(version, reason)


def reject(registry: ModelRegistry, version: ModelVersion, reason: str) -> None:
    """Marks a version as rolled back."""
    registry.set_tag(version, tags.REJECTED, reason)
    registry.set_alias(version, tags.REJECTED_ALIAS)


def lift(registry: ModelRegistry, version: ModelVersion, reason: str) -> None:
    """Clears a version that was rolled back; the old reason and the new one are kept."""
    former = version.tags.get(tags.REJECTED)
    if former is None:
        return
    registry.set_tag(version, tags.REJECTION_LIFTED, f"{former}; lifted: {reason}")
    registry.remove_tag(version, tags.REJECTED)
