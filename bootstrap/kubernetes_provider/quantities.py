"""Quantities such as ``500m`` and ``0.5``: two spellings of one amount are no change."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Json, Path

_SUFFIXES = {
    "Ki": Decimal(2**10), "Mi": Decimal(2**20), "Gi": Decimal(2**30), "Ti": Decimal(2**40),
    "Pi": Decimal(2**50), "Ei": Decimal(2**60), "n": Decimal("1e-9"), "u": Decimal("1e-6"),
    "m": Decimal("1e-3"), "k": Decimal("1e3"), "M": Decimal("1e6"), "G": Decimal("1e9"),
    "T": Decimal("1e12"), "P": Decimal("1e15"), "E": Decimal("1e18"),
}  # fmt: skip

_MAPS = frozenset(
    {"limits", "requests", "hard", "capacity", "default", "defaultRequest", "max", "min"}
)
_FIELDS = frozenset({"sizeLimit", "averageValue", "divisor", "storage", "cpu", "memory"})


def amount(value: Json) -> Decimal | None:
    """The amount a quantity stands for, None if the value isn't one."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value)
    for suffix, factor in _SUFFIXES.items():
        if text.endswith(suffix):
            return _times(text.removesuffix(suffix), factor)
    return _times(text, Decimal(1))


def stands_at(path: Path) -> bool:
    """Whether the API reads the value at the path as a quantity."""
    names = [step for step in path if isinstance(step, str)]
    return bool(names) and (names[-1] in _FIELDS or (len(names) > 1 and names[-2] in _MAPS))


def _times(number: str, factor: Decimal) -> Decimal | None:
    try:
        return Decimal(number) * factor
    except InvalidOperation:
        return None
