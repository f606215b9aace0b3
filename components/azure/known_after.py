"""Values that a plan knows already and that nobody may use before a resource exists."""

import pulumi
from pulumi import Output

from slipway.components.azure.place import AzurePlace


def known_after(resource: pulumi.Resource, value: str) -> Output[str]:
    """The value, depending on the resource.

    An id stays unknown until the resource is there, and would make everything that is told an
    address unknown in a plan; a URN is known from the start and carries the same dependency.
    """
    return resource.urn.apply(lambda _urn: value)


def known_id(resource: pulumi.Resource, place: AzurePlace, kind: str, name: str) -> Output[str]:
    """The resource's own id, which follows from its place, its kind and its name.

    `kind` is a provider and a type, e.g. ``Microsoft.KeyVault/vaults``.
    """
    return Output.concat(
        f"/subscriptions/{place.subscription}/resourceGroups/",
        place.resource_group,
        f"/providers/{kind}/",
        known_after(resource, name),
    )
