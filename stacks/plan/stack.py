"""The offline plan of a configured stack."""

from slipway.stacks.build import build
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.exports import export
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.record import record

PROJECT = "slipway"


def plan(config: StackConfig) -> Plan:
    """Every resource that the stack's config asks for."""
    resources = record(lambda: export(config, build(config)), project=PROJECT, stack=config.stack)
    return Plan(
        stack=config.stack,
        variant=config.platform.variant,
        target=config.platform.target.kind,
        resources=tuple(resources),
    )
