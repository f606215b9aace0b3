"""The resource a request is about."""

from __future__ import annotations

from typing import Protocol


class ResourceRequest(Protocol):
    """Any request about one resource; older engines leave name and type to the URN."""

    urn: str
    name: str
    type: str


def name_of(request: ResourceRequest) -> str:
    """The name of the resource in the program."""
    return request.name or request.urn.rpartition("::")[2]


def type_of(request: ResourceRequest) -> str:
    """The type of the resource, without the types of its parents."""
    if request.type:
        return request.type
    return request.urn.split("::")[2].rpartition("$")[2]
