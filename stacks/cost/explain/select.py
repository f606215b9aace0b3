"""Finds the lines that somebody asks about."""

import difflib
from collections.abc import Callable, Sequence

from slipway.stacks.cost.estimate.estimate import Estimate
from slipway.stacks.cost.estimate.item import CostItem

_NAMES: tuple[Callable[[CostItem], Sequence[str]], ...] = (
    lambda item: (item.id,),
    lambda item: (item.urn,),
    lambda item: (item.name,),
    lambda item: item.component,
    lambda item: (item.role,),
    lambda item: (item.label,),
)
"""What a line may be called, the narrowest first."""


class UnknownLineError(Exception):
    """No line of the estimate is called so."""

    def __init__(self, asked: str, stack: str, known: Sequence[str]) -> None:
        near = difflib.get_close_matches(asked, known, n=3)
        remedy = f"Nearest: {', '.join(near)}." if near else "`slipway cost --json` has every id."
        super().__init__(f"line {asked}: got nothing of that name in {stack}. {remedy}")


def select(estimate: Estimate, asked: str) -> tuple[CostItem, ...]:
    """The lines of an id, a URN, a resource, a component, a role or a label.

    Raises:
        UnknownLineError: There is none.
    """
    for names in _NAMES:
        found = tuple(item for item in estimate.items if asked in names(item))
        if found:
            return found
    known = {name for item in estimate.items for names in _NAMES for name in names(item)}
    raise UnknownLineError(asked, estimate.stack, sorted(known))
