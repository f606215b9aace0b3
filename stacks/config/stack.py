"""A stack's whole config, checked: what the stack program and the commands work from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from slipway.stacks.config.machine import Machine
from slipway.stacks.config.platform import PlatformConfig
from slipway.stacks.config.release import Release


@dataclass(frozen=True, kw_only=True)
class StackConfig:
    """The validated keys of one stack."""

    stack: str
    platform: PlatformConfig
    releases: Mapping[str, Release]
    rejected: Mapping[str, Sequence[str]]
    """Images by model that were rolled back; no release names one of them."""
    images: Mapping[str, str]
    """Platform images by name; empty before `make up` has built them."""
    machine: Machine | None
    """What was prepared on this machine; None for targets that need nothing of it."""
