"""What a policy says of a resource."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Kept:
    """The resource is as it must be."""


@dataclass(frozen=True, kw_only=True)
class Broken:
    """It isn't: where, and what is there."""

    path: str
    found: str


@dataclass(frozen=True, kw_only=True)
class Unknown:
    """Nobody can tell before a deployment: the value at the path isn't known yet."""

    path: str


Verdict = Kept | Broken | Unknown
KEPT = Kept()
