"""What the stand-in is to the engine: its name, its version, its word at the start."""

from __future__ import annotations

from importlib import metadata

MINIMUM = "4.34.2"
"""The version of the official plugin whose behaviour is followed."""

GREETING = (
    "Kubernetes provider: this is Slipway's stand-in for closed networks, not the official plugin. "
    "It serves the kinds that Slipway uses and refuses others."
)


def version() -> str:
    """The version to report: the SDK's own, as the engine warns of a plugin older than it."""
    try:
        installed = metadata.version("pulumi-kubernetes")
    except metadata.PackageNotFoundError:
        return MINIMUM
    return max(installed, MINIMUM, key=_sortable)


def _sortable(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdigit())
