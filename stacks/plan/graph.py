"""The recorded graph: what `slipway plan`, cost and policies read."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Json = None | bool | float | int | str | list["Json"] | dict[str, "Json"]

UNKNOWN = "<unknown>"
"""Stands for a value that only a deployment can tell."""

SECRET = "<secret>"  # noqa: S105 - the mask, not a secret
"""Stands for a value that is never shown."""

SCHEMA = "slipway.plan/v1"


@dataclass(frozen=True, kw_only=True)
class PlannedResource:
    """One resource as the program registers it."""

    urn: str
    type: str
    name: str
    parent: str | None = None
    provider: str | None = None
    dependencies: tuple[str, ...] = ()
    property_dependencies: dict[str, tuple[str, ...]] = field(default_factory=dict)
    inputs: dict[str, Json] = field(default_factory=dict)
    protect: bool = False
    read: bool = False
    """True for what exists already and is only looked at, e.g. another stack's outputs."""

    def to_json(self) -> dict[str, Json]:
        """The resource under the names of the published JSON."""
        return {
            "urn": self.urn,
            "type": self.type,
            "name": self.name,
            "parent": self.parent,
            "provider": self.provider,
            "dependencies": list(self.dependencies),
            "propertyDependencies": {
                key: list(urns) for key, urns in self.property_dependencies.items()
            },
            "inputs": self.inputs,
            "protect": self.protect,
            "read": self.read,
        }


@dataclass(frozen=True, kw_only=True)
class Plan:
    """Every resource of a stack; a parent comes before its children."""

    stack: str
    variant: str
    target: str
    resources: tuple[PlannedResource, ...]

    def unknowns(self) -> list[str]:
        """Places whose value is not known before deployment, as ``<urn>#<property path>``."""
        return [
            f"{resource.urn}#{path}"
            for resource in self.resources
            for path in _unknown_paths(resource.inputs, "")
        ]

    def to_json(self) -> dict[str, Json]:
        """The plan as `slipway plan --json` prints it."""
        return {
            "schema": SCHEMA,
            "stack": self.stack,
            "variant": self.variant,
            "target": self.target,
            "resources": [resource.to_json() for resource in self.resources],
            "unknowns": list(self.unknowns()),
        }


def plan_from_json(document: Mapping[str, Any]) -> Plan:
    """A plan that `Plan.to_json` wrote, by this version or an earlier one.

    Raises:
        ValueError: It has another schema.
    """
    if document.get("schema") != SCHEMA:
        raise ValueError(f"plan: got schema {document.get('schema')}; expected {SCHEMA}.")
    return Plan(
        stack=document["stack"],
        variant=document["variant"],
        target=document["target"],
        resources=tuple(_resource_from_json(one) for one in document["resources"]),
    )


def _resource_from_json(document: Mapping[str, Any]) -> PlannedResource:
    return PlannedResource(
        urn=document["urn"],
        type=document["type"],
        name=document["name"],
        parent=document["parent"],
        provider=document["provider"],
        dependencies=tuple(document["dependencies"]),
        property_dependencies={
            key: tuple(urns) for key, urns in document["propertyDependencies"].items()
        },
        inputs=document["inputs"],
        protect=document["protect"],
        read=document.get("read", False),
    )


def _unknown_paths(value: Json, path: str) -> list[str]:
    if value == UNKNOWN:
        return [path]
    if isinstance(value, dict):
        return [
            found
            for key, item in value.items()
            for found in _unknown_paths(item, f"{path}.{key}" if path else key)
        ]
    if isinstance(value, list):
        return [
            found
            for index, item in enumerate(value)
            for found in _unknown_paths(item, f"{path}[{index}]")
        ]
    return []
