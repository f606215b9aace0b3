"""Runs a stack program against the recording monitor.

One program per process: the SDK keeps its monitor, config and event loop in module state.
"""

import asyncio
import gc
from collections.abc import Callable

import pulumi
from pulumi.runtime import mocks, register_stack_transformation, settings
from pulumi.runtime.stack import run_in_stack

from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.plan.monitor import RecordingMonitor


def record(program: Callable[[], None], *, project: str, stack: str) -> list[PlannedResource]:
    """The resources that `program` registers, in order."""
    monitor = RecordingMonitor()
    settings.configure(
        mocks.MockSettings(  # type: ignore[no-untyped-call] # the SDK leaves it unannotated
            monitor=monitor,
            engine=mocks.MockEngine(None),
            project=project,
            stack=stack,
            dry_run=True,
        )
    )
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    # Collections would look through all that the SDKs loaded, and take longer than the program.
    collecting = gc.isenabled()
    gc.disable()
    try:
        loop.run_until_complete(run_in_stack(lambda: _run(program)))
    finally:
        if collecting:
            gc.enable()
        loop.close()
        asyncio.set_event_loop(None)
    return monitor.recorded


def _run(program: Callable[[], None]) -> None:
    register_stack_transformation(_without_aliases)
    program()


def _without_aliases(
    arguments: pulumi.ResourceTransformationArgs,
) -> pulumi.ResourceTransformationResult:
    """Former names tell something only to who knows the state.

    Azure's SDK gives each resource one per old version of its API; working them out would take
    longer than all the rest.
    """
    arguments.opts.aliases = None
    return pulumi.ResourceTransformationResult(props=arguments.props, opts=arguments.opts)
