"""What an environment asks of every noun: sizes, protection, retention.

The table of environments is `stacks/environments.py`; components see one row of it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class EnvironmentProfile:
    """One environment's demands; plain values, because the plan must know them."""

    name: str
    production: bool
    """Deletion protection, redundancy over zones and paid tiers."""
    backup_days: int
    log_days: int
    node_size: "NodeSizes"
    database_size: "DatabaseSizes"


@dataclass(frozen=True, kw_only=True)
class NodeSizes:
    """Machine types of a pool that names none."""

    aws: str
    azure: str


@dataclass(frozen=True, kw_only=True)
class DatabaseSizes:
    """Database classes where the config names none."""

    aws: str
    azure: str
