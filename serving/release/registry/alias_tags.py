"""Aliases in a registry that has none: a tag that at most one version of a model carries."""

from collections.abc import Mapping

from slipway.serving.release.registry.model_version import ModelVersion
from slipway.serving.release.registry.protocol import ModelRegistry

PREFIX = "slipway.alias."
_HELD = "true"


def split_aliases(tags: Mapping[str, str]) -> tuple[dict[str, str], tuple[str, ...]]:
    """The tags that are tags, and the aliases that the others stand for."""
    aliases = sorted(key.removeprefix(PREFIX) for key in tags if key.startswith(PREFIX))
    plain = {key: value for key, value in tags.items() if not key.startswith(PREFIX)}
    return plain, tuple(aliases)


def move_alias(registry: ModelRegistry, version: ModelVersion, alias: str) -> None:
    """Takes an alias from whoever has it; between the two writes nobody does."""
    for other in registry.versions(version.name):
        if alias in other.aliases and other.number != version.number:
            registry.remove_tag(other, PREFIX + alias)
    registry.set_tag(version, PREFIX + alias, _HELD)
