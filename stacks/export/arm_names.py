"""Names and ids of a template's resources, as expressions where the plan has no value."""

import re

from slipway.stacks.export.arm_parameters import Parameters
from slipway.stacks.export.arm_types import ArmType, arm_type
from slipway.stacks.export.references import References
from slipway.stacks.plan.graph import SECRET, UNKNOWN, PlannedResource


def name_parts(
    resource: PlannedResource, references: References, parameters: Parameters
) -> list[str]:
    """The parts of a resource's name, its parents' first.

    A part is a literal, or an expression in brackets when only a deployment tells it. A name that
    Pulumi will choose stands without its random end, so that others can refer to it.
    """
    return [_part(resource, key, references, parameters) for key in arm_type(resource.type).names]


def _part(
    resource: PlannedResource, key: str, references: References, parameters: Parameters
) -> str:
    if key.startswith("="):
        return key[1:]
    value = resource.inputs.get(key, resource.name)
    if isinstance(value, str) and value not in (UNKNOWN, SECRET):
        return escaped(value)
    owner = references.only(resource, key)
    if owner is not None and _names_its_parent(resource, owner):
        return name_parts(owner, references, parameters)[-1]
    return parameters.unknown(resource.name, key)


def _names_its_parent(resource: PlannedResource, owner: PlannedResource) -> bool:
    return arm_type(resource.type).type.startswith(f"{arm_type(owner.type).type}/")


def joined(parts: list[str]) -> str:
    """The name of a nested resource: ``parent/child``."""
    if len(parts) == 1:
        return parts[0]
    if not any(_is_expression(part) for part in parts):
        return "/".join(parts)
    return f"[concat({', '.join(_argument(part) for part in _with_slashes(parts))})]"


def resource_id(kind: ArmType, parts: list[str]) -> str:
    """The expression for the id of a resource of the template."""
    return f"[{id_call(kind, parts)}]"


def id_call(kind: ArmType, parts: list[str]) -> str:
    """``resourceId(...)`` without the brackets that make it an expression."""
    arguments = ", ".join(_argument(part) for part in (kind.type, *parts))
    return f"resourceId({arguments})"


def escaped(text: str) -> str:
    """A literal that starts with a bracket must not be read as an expression."""
    return f"[{text}" if text.startswith("[") else text


def _with_slashes(parts: list[str]) -> list[str]:
    return [text for part in parts for text in ("/", part)][1:]


def _argument(part: str) -> str:
    return part[1:-1] if _is_expression(part) else "'{}'".format(part.replace("'", "''"))


def _is_expression(part: str) -> bool:
    return re.fullmatch(r"\[(?!\[).*\]", part) is not None
