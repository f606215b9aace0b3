"""The offline plan of a configured stack."""

from slipway.stacks.build import build
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.exports import export
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.order import parents_first
from slipway.stacks.plan.record import record
from slipway.stacks.plan.unprepared import prepared

PROJECT = "slipway"


def plan(config: StackConfig) -> Plan:
    """Every resource that the stack's config asks for; once in a process, see `record`."""
    ready = prepared(config)
    resources = record(lambda: export(ready, build(ready)), project=PROJECT, stack=config.stack)
    return Plan(
        stack=config.stack,
        variant=config.platform.variant,
        target=config.platform.target.kind,
        resources=tuple(parents_first(resources)),
    )
