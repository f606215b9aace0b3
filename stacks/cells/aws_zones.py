"""The zones of a region that a stack names none of."""

from collections.abc import Mapping, Sequence

from slipway.stacks.config.targets.aws import AwsTarget

LETTERS: Mapping[str, str] = {"ap-northeast-1": "acd", "ca-central-1": "abd"}
"""Regions whose zones a, b or c aren't open to every account; AWS's list of zones, 2026-11,
from memory."""


def zones_of(target: AwsTarget) -> Sequence[str]:
    """Full names: those of the config, else three of the region."""
    if target.zones is not None:
        return target.zones
    return [f"{target.region}{letter}" for letter in LETTERS.get(target.region, "abc")]
