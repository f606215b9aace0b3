"""The weights of factors: a team's own, over equal ones."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from slipway.stacks.advice.errors import AdviceInputError, unknown
from slipway.stacks.advice.table import COST
from slipway.stacks.cost.usage_list.yaml_lines import read_yaml

EQUAL = Fraction(1)
"""Of a factor that nobody weighs."""
_DIGITS = 12
"""More would be no opinion, and 1e999999 would be written out."""


@dataclass(frozen=True, kw_only=True)
class Weighing:
    """One weight as it was written, and where."""

    place: str
    factor: str
    weight: str


def of_option(text: str) -> Weighing:
    """``flexibility=3``."""
    factor, _, weight = text.partition("=")
    return Weighing(place="--weight", factor=factor.strip(), weight=weight.strip())


def of_file(path: Path) -> list[Weighing]:
    """A file of lines like ``flexibility: 3``.

    Raises:
        CostInputError: It can't be read, or is no YAML.
        AdviceInputError: It holds something else, or nothing.
    """
    document = read_yaml(path)
    if not document.mapping:
        fault = f"{path}:{document.line}: got no weights; expected lines such as flexibility: 3."
        raise AdviceInputError([f"{fault} Write one per factor that you weigh."])
    return [
        Weighing(place=f"{path}:{value.line}", factor=name, weight=value.text or "no number")
        for name, value in document.mapping.items()
    ]


def weights(written: Sequence[Weighing], factors: Sequence[str]) -> Mapping[str, Fraction]:
    """A weight for each factor, 1 where nothing else is written; what is written last counts.

    Raises:
        AdviceInputError: Names no factor, isn't a number of 0 or more, or all are 0.
    """
    faults = [fault for one in written for fault in _faults(one, factors)]
    if faults:
        raise AdviceInputError(faults)
    found = dict.fromkeys(factors, EQUAL)
    found |= {one.factor: Fraction(one.weight) for one in written}
    if not any(found.values()):
        places = ", ".join(dict.fromkeys(one.place for one in written))
        fault = f"{places}: got 0 for every factor; expected one above 0."
        raise AdviceInputError([f"{fault} Weigh what matters to you."])
    return found


def _faults(one: Weighing, factors: Sequence[str]) -> Iterator[str]:
    if one.factor == COST and COST not in factors:
        yield f"{one.place}: got cost; expected --stack beside it. Name the stack to be billed."
    elif one.factor not in factors:
        yield unknown(one.place, one.factor, factors)
    elif (number := _number(one.weight)) is None:
        yield (
            f"{one.place}: got {one.factor}={one.weight}; expected a number. "
            f"Write it like {one.factor}=3."
        )
    elif number < 0:
        yield (
            f"{one.place}: got {one.factor}={one.weight}; expected 0 or more. "
            "A 5 is the best in every factor; what doesn't matter is a 0."
        )


def _number(text: str) -> Fraction | None:
    plain = text.removeprefix("-").replace(".", "", 1)
    if len(plain) > _DIGITS or not (plain.isascii() and plain.isdigit()):
        return None
    return Fraction(text)
