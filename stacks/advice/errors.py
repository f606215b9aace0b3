"""What is wrong in a team's weights or answers, all of it at once."""

from collections.abc import Collection, Sequence
from difflib import get_close_matches


class AdviceInputError(Exception):
    """The message lists every fault: place, value, rule and remedy."""

    def __init__(self, faults: Sequence[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(self.faults))


def unknown(place: str, name: str, known: Collection[str]) -> str:
    """The fault of a name that isn't one of those, with the nearest that is."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    remedy = f"Did you mean {near[0]}?" if near else "Write one of these."
    return f"{place}: got {name!r}; expected one of {', '.join(known)}. {remedy}"
