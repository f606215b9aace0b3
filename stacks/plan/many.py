"""Plans of many stacks: the SDKs are imported once, and every stack gets a process of its own."""

import importlib
import multiprocessing
import os
from collections.abc import Sequence
from dataclasses import dataclass

from slipway.stacks import cells
from slipway.stacks.config.faults import ConfigError, Fault
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.stack import plan


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A config that its cell refuses; plain, because an exception of ours doesn't pickle."""

    source: str
    faults: tuple[Fault, ...]


def plan_many(configs: Sequence[StackConfig]) -> list[Plan | Refused]:
    """A plan per config, in their order; a config that its cell refuses gives its faults instead.

    The SDK keeps its monitor in module state, so that one process can record one program; a
    forked child starts with everything imported that its parent had.
    """
    _import_cells(configs)
    context = multiprocessing.get_context("fork")
    with context.Pool(processes=os.cpu_count(), maxtasksperchild=1) as pool:
        return pool.map(_plan_or_fault, configs, chunksize=1)


def _import_cells(configs: Sequence[StackConfig]) -> None:
    """Only those that are planned: who has one cloud's SDK needs no other."""
    pairs = {(one.platform.variant, one.platform.target.kind) for one in configs}
    for variant, target in sorted(pairs):
        name = f"{variant.removesuffix('-platform').replace('-', '_')}_{target}"
        importlib.import_module(f"{cells.__name__}.{name}")


def _plan_or_fault(config: StackConfig) -> Plan | Refused:
    try:
        return plan(config)
    except ConfigError as error:
        return Refused(source=error.source, faults=error.faults)
