"""What a policy may look at beside the resource: the whole plan and its config."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from slipway.stacks.config.stack import StackConfig
from slipway.stacks.plan.graph import Plan, PlannedResource


@dataclass(frozen=True, kw_only=True)
class Scene:
    """A plan with the config that it was made from."""

    plan: Plan
    config: StackConfig
    over_budget: str | None = None
    """The sentence that says so, when the expected bill is above the budget."""

    @property
    def environment(self) -> str:
        """dev, staging or prod."""
        return self.config.platform.environment

    @cached_property
    def by_type(self) -> Mapping[str, tuple[PlannedResource, ...]]:
        """Resources by type, in their order."""
        found: dict[str, list[PlannedResource]] = {}
        for one in self.plan.resources:
            found.setdefault(one.type, []).append(one)
        return {kind: tuple(some) for kind, some in found.items()}

    def is_stack(self, urn: str) -> bool:
        """Whether a parent is the stack itself, which is no planned resource."""
        return all(one.urn != urn for one in self.plan.resources)

    def beside(self, resource: PlannedResource, kind: str, name: str) -> Iterator[PlannedResource]:
        """Resources of a type whose input of that name is the same as this one's."""
        own = resource.inputs.get(name)
        for one in self.by_type.get(kind, ()):
            if own is not None and one.inputs.get(name) == own:
                yield one
