"""Several cells in few words."""

from collections.abc import Collection
from itertools import groupby

from slipway.stacks.variants import CELLS


def cells_label(names: Collection[str], among: Collection[str]) -> str:
    """The variant alone where all its cells that are asked about are meant, else its targets too.

    For example ``open-source; managed-platform on azure``.
    """
    if len(names) > 1 and set(names) == set(among):
        return "all"
    asked = [one for one in CELLS if one.name in among]
    told = []
    for variant, group in groupby(asked, key=lambda one: one.variant):
        cells = list(group)
        targets = [one.target for one in cells if one.name in names]
        if len(targets) == len(cells) > 1:
            told.append(variant)
        elif targets:
            told.append(f"{variant} on {', '.join(targets)}")
    return "; ".join(told)
