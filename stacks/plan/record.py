"""Runs a stack program against the recording monitor.

One program per process: the SDK keeps its monitor, config and event loop in module state.
"""

import asyncio
from collections.abc import Callable

from pulumi.runtime import mocks, settings
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
    try:
        loop.run_until_complete(run_in_stack(program))
    finally:
        loop.close()
        asyncio.set_event_loop(None)
    return monitor.recorded
