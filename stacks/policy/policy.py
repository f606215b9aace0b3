"""One rule: what must hold, of which resources, why, and what to do about it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, get_args

from slipway.stacks.plan.graph import PlannedResource
from slipway.stacks.policy.scene import Scene
from slipway.stacks.policy.verdict import Verdict

Severity = Literal["high", "medium", "low"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
Environment = Literal["dev", "staging", "prod"]
EVERYWHERE: frozenset[Environment] = frozenset(get_args(Environment))
EVERY_TYPE = frozenset({"*"})
PRODUCTION: frozenset[Environment] = frozenset({"prod"})

Judge = Callable[[PlannedResource, Scene], Verdict]
Must = Callable[[str], Judge]
"""Makes the judge of a property from its path."""


@dataclass(frozen=True, kw_only=True)
class Policy:
    """A rule over every resource of some types."""

    id: str
    severity: Severity
    title: str
    """What must hold, as a sentence without a full stop."""
    reason: str
    remedy: str
    types: frozenset[str]
    property: str
    """The path that it looks at; ``[]`` is each of a list."""
    must: Must
    environments: frozenset[Environment] = EVERYWHERE
    checks: tuple[str, ...] = ()
    """Ids of the public checks that ask for the same."""

    def looks_at(self, resource: PlannedResource) -> bool:
        """Whether the rule is about such a resource; what exists already is somebody else's."""
        return not resource.read and (self.types is EVERY_TYPE or resource.type in self.types)

    def judge(self, resource: PlannedResource, scene: Scene) -> Verdict:
        """Whether a resource keeps the rule."""
        return self.must(self.property)(resource, scene)
