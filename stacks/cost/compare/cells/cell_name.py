"""Names of the cells whose bill a cloud sends: what comparisons, options and figures call them."""

from collections.abc import Mapping
from typing import Literal, get_args

from slipway.stacks.variants import CELLS, Cell

Cloud = Literal["azure", "aws"]
CLOUDS: tuple[Cloud, ...] = get_args(Cloud)


def cell_name(variant: str, target: str) -> str:
    """For example ``cloud-native-aws``."""
    return f"{variant}-{target}"


BILLED_CELLS: Mapping[str, Cell] = {
    cell_name(one.variant, one.target): one for one in CELLS if one.built and one.target in CLOUDS
}
"""By name, in the order of the table of variants; a machine or cluster of one's own has no bill."""
