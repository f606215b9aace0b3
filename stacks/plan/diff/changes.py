"""The difference of two plans, resource by resource and property by property."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from slipway.stacks.plan.diff.replacement import Effect, effect_of
from slipway.stacks.plan.graph import Json, Plan, PlannedResource

Kind = Literal["added", "removed", "updated", "may-replace", "replaced"]
SCHEMA = "slipway.plan-diff/v1"


@dataclass(frozen=True, kw_only=True)
class PropertyChange:
    """One property before and after; None stands for absent."""

    path: str
    before: Json
    after: Json
    effect: Effect

    def to_json(self) -> dict[str, Json]:
        """The change under the published names."""
        return {
            "path": self.path,
            "before": self.before,
            "after": self.after,
            "effect": self.effect,
        }


@dataclass(frozen=True, kw_only=True)
class ResourceChange:
    """One resource that differs between two plans."""

    urn: str
    type: str
    name: str
    kind: Kind
    properties: tuple[PropertyChange, ...] = ()

    @property
    def forced_by(self) -> tuple[str, ...]:
        """The properties that force, or may force, a replacement."""
        return tuple(one.path for one in self.properties if one.effect != "update")

    def to_json(self) -> dict[str, Json]:
        """The change under the published names."""
        return {
            "urn": self.urn,
            "type": self.type,
            "name": self.name,
            "kind": self.kind,
            "forcedBy": list(self.forced_by),
            "properties": [one.to_json() for one in self.properties],
        }


def changes(before: Plan, after: Plan) -> list[ResourceChange]:
    """Every resource that differs, matched by URN: removals, then the rest in the plan's order."""
    old = {one.urn: one for one in before.resources}
    new = {one.urn: one for one in after.resources}
    removed = [_whole(one, "removed") for urn, one in old.items() if urn not in new]
    rest = (
        _whole(one, "added") if urn not in old else _changed(old[urn], one)
        for urn, one in new.items()
    )
    return [*removed, *(one for one in rest if one is not None)]


def _whole(resource: PlannedResource, kind: Kind) -> ResourceChange:
    return ResourceChange(urn=resource.urn, type=resource.type, name=resource.name, kind=kind)


def _changed(before: PlannedResource, after: PlannedResource) -> ResourceChange | None:
    found = tuple(
        PropertyChange(path=path, before=old, after=new, effect=effect_of(after.type, path))
        for path, old, new in differences(before.inputs, after.inputs, "")
    )
    found += tuple(_options(before, after))
    if not found:
        return None
    return ResourceChange(
        urn=after.urn, type=after.type, name=after.name, kind=_kind(found), properties=found
    )


def _options(before: PlannedResource, after: PlannedResource) -> Iterator[PropertyChange]:
    """Changes of what the engine keeps beside the inputs."""
    if before.protect != after.protect:
        yield PropertyChange(
            path="(protect)", before=before.protect, after=after.protect, effect="update"
        )


def _kind(found: tuple[PropertyChange, ...]) -> Kind:
    effects = {one.effect for one in found}
    if "replace" in effects:
        return "replaced"
    return "may-replace" if "may-replace" in effects else "updated"


def differences(before: Json, after: Json, path: str) -> Iterator[tuple[str, Json, Json]]:
    """Paths at which two values differ, with both; lists of one length are compared by place."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in sorted(before.keys() | after.keys()):
            below = f"{path}.{key}" if path else key
            yield from differences(before.get(key), after.get(key), below)
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from differences(old, new, f"{path}[{index}]")
    elif before != after:
        yield path, before, after
