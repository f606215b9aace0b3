"""Whether a local platform fits on its machine when every model is at its maximum."""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.fields import quantity_value
from slipway.stacks.config.platform import PlatformConfig
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.local import LocalTarget

PLATFORM_CPU = Decimal("0.75")
"""What the platform's own pods ask for; a test adds them up."""
PLATFORM_MEMORY = Decimal(4) * 2**30
SURGE = 1
"""One more replica than the maximum runs during a rollout."""


@dataclass(frozen=True, kw_only=True)
class Capacity:
    """What a machine has: cores, and bytes of memory."""

    cpu: Decimal
    memory: Decimal


def this_machine() -> Capacity:
    """The machine that this runs on."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Capacity(cpu=Decimal(os.cpu_count() or 1), memory=Decimal(pages))


def require_capacity(config: StackConfig) -> None:
    """Refuses a local platform that can't fit; other targets bring their own machines.

    Raises:
        ConfigError: The sum of all maxima exceeds this machine.
    """
    if isinstance(config.platform.target, LocalTarget):
        faults = capacity_faults(config.platform, this_machine())
        if faults:
            raise ConfigError(f"Pulumi.{config.stack}.yaml", faults)


def capacity_faults(platform: PlatformConfig, machine: Capacity) -> Sequence[Fault]:
    """One fault per resource that the sum of all maxima exceeds."""
    serving = [model.serving for model in platform.models.values()]
    cpu = PLATFORM_CPU + sum(
        (quantity_value(s.cpu) * (s.replicas.max + SURGE) for s in serving), Decimal(0)
    )
    memory = PLATFORM_MEMORY + sum(
        (quantity_value(s.memory) * (s.replicas.max + SURGE) for s in serving), Decimal(0)
    )
    faults = []
    if cpu > machine.cpu:
        faults.append(_fault("cpu", f"{cpu} cores", f"{machine.cpu} cores"))
    if memory > machine.memory:
        faults.append(_fault("memory", _gib(memory), _gib(machine.memory)))
    return faults


def _fault(resource: str, wanted: str, there: str) -> Fault:
    return Fault(
        path=f"platform.models.*.serving.{resource} x (replicas.max + {SURGE})",
        value=f"{wanted} with the platform's own pods",
        rule=f"at most the machine's {there}",
        remedy=f"Lower {resource} or replicas.max, or use a larger machine.",
    )


def _gib(value: Decimal) -> str:
    return f"{value / 2**30:.1f} GiB"
