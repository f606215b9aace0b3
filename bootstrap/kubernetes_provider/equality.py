"""When two values of the API mean the same, although they are spelled differently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bootstrap.kubernetes_provider import quantities

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Json, Path


def same(one: Json, other: Json, path: Path) -> bool:
    """Whether the API server would store both as the same value."""
    if isinstance(one, dict) and isinstance(other, dict):
        keys = one.keys() | other.keys()
        return all(same(one.get(key), other.get(key), (*path, key)) for key in keys)
    if isinstance(one, list) and isinstance(other, list):
        pairs = zip(one, other, strict=False)
        return len(one) == len(other) and all(
            same(left, right, (*path, index)) for index, (left, right) in enumerate(pairs)
        )
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if one == other:
        return True
    if not quantities.stands_at(path):
        return False
    amount = quantities.amount(one)
    return amount is not None and amount == quantities.amount(other)


def is_empty(value: Json) -> bool:
    """Whether the API server drops such a value instead of storing it."""
    return value is None or value is False or value in ("", 0) or value in ([], {})
