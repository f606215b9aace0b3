"""A subscription, a region and a resource group: what every Azure resource is told first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from pulumi import Input

_ID = re.compile(
    r"^/subscriptions/[^/]+/resourceGroups/(?P<group>[^/]+)/providers/.+/(?P<name>[^/]+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, kw_only=True)
class AzurePlace:
    """All but the resource group is plain, so that ids in role scopes are known in a plan."""

    subscription: str
    tenant: str
    region: str
    resource_group: Input[str]
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class AdoptedId:
    """The parts of the id of a resource that exists."""

    id: str
    resource_group: str
    name: str

    @property
    def group_id(self) -> str:
        """The id of the resource group that it is in."""
        return self.id[: self.id.lower().index("/providers/")]


def adopted(resource_id: str) -> AdoptedId:
    """Takes an id apart.

    Raises:
        ValueError: It isn't the id of a resource in a resource group.
    """
    found = _ID.match(resource_id)
    if found is None:
        raise ValueError(
            f"adopted resource: got {resource_id!r}; expected"
            " /subscriptions/<id>/resourceGroups/<name>/providers/<type>/<name>."
            " Copy it from the resource's page, Properties, Resource ID."
        )
    return AdoptedId(id=resource_id, resource_group=found["group"], name=found["name"])
