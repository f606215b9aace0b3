"""Which variant runs on which target, and what each capability becomes there."""

from slipway.stacks.variants.capabilities import CAPABILITIES, Capability
from slipway.stacks.variants.cells import (
    CELLS,
    TARGET_KINDS,
    VARIANTS,
    Cell,
    TargetKind,
    Variant,
    cell,
    pairs,
)

__all__ = [
    "CAPABILITIES",
    "CELLS",
    "TARGET_KINDS",
    "VARIANTS",
    "Capability",
    "Cell",
    "TargetKind",
    "Variant",
    "cell",
    "pairs",
]
