"""Which resource of the plan an input's value comes from."""

from collections.abc import Mapping
from dataclasses import dataclass

from slipway.stacks.plan.graph import PlannedResource


@dataclass(frozen=True, kw_only=True)
class References:
    """The exported resources by URN; what isn't exported is nobody's reference."""

    exported: Mapping[str, PlannedResource]

    def of(self, resource: PlannedResource, key: str) -> list[PlannedResource]:
        """The exported resources that a whole property depends on, in the plan's order."""
        urns = resource.property_dependencies.get(key, ())
        return [self.exported[urn] for urn in urns if urn in self.exported]

    def only(self, resource: PlannedResource, key: str) -> PlannedResource | None:
        """The one resource that a property's unknown value can only come from.

        A property that depends on several says nothing about which value is whose.
        """
        if len(resource.property_dependencies.get(key, ())) != 1:
            return None
        found = self.of(resource, key)
        return found[0] if found else None
