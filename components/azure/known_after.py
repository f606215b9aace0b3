"""Values that a plan knows already and that nobody may use before a resource exists."""

import pulumi
from pulumi import Output


def known_after(resource: pulumi.Resource, value: str) -> Output[str]:
    """The value, depending on the resource.

    An id stays unknown until the resource is there, and would make everything that is told an
    address unknown in a plan; a URN is known from the start and carries the same dependency.
    """
    return resource.urn.apply(lambda _urn: value)
