"""One order for one config: the SDK registers a resource when what it needs is there."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from slipway.stacks.plan.graph import PlannedResource


def parents_first(resources: Iterable[PlannedResource]) -> list[PlannedResource]:
    """Each resource after its parent and beside its siblings, which go by URN."""
    known = list(resources)
    urns = {one.urn for one in known}
    below: dict[str | None, list[PlannedResource]] = defaultdict(list)
    for one in known:
        # A parent that isn't planned itself is the stack.
        below[one.parent if one.parent in urns else None].append(one)
    return list(_walk(below, None))


def _walk(
    below: dict[str | None, list[PlannedResource]], parent: str | None
) -> Iterator[PlannedResource]:
    for one in sorted(below.get(parent, ()), key=lambda resource: resource.urn):
        yield one
        yield from _walk(below, one.urn)
