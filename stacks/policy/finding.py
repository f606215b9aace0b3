"""A policy that a resource doesn't keep, or of which nobody can tell yet."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from slipway.stacks.policy.policy import Policy

State = Literal["broken", "not evaluated", "excepted"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One policy and one resource."""

    policy: Policy
    urn: str
    name: str
    path: str
    found: str
    """What is there; for a value that isn't known yet, that it isn't."""
    state: State
    fails: bool
    """Whether it counts against the plan: what is broken, and in production what is unknown."""
    exception: str | None = None
    """Why it is excepted, or why its exception doesn't hold any more."""
    expires: date | None = None
