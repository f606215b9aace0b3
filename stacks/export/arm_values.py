"""One resource's inputs as a template has them."""

from dataclasses import dataclass

from slipway.stacks.export.arm_names import escaped, id_call, name_parts, resource_id
from slipway.stacks.export.arm_parameters import Parameters
from slipway.stacks.export.arm_types import ArmType, arm_type, layout
from slipway.stacks.export.references import References
from slipway.stacks.plan.graph import SECRET, UNKNOWN, Json, PlannedResource

_OUTPUTS = frozenset({"clientId", "objectId", "principalId", "tenantId"})
"""Properties of identities that `reference()` reads by these names; `objectId` is the principal."""


@dataclass(frozen=True, kw_only=True)
class Values:
    """Translates the values of one resource."""

    resource: PlannedResource
    kind: ArmType
    references: References
    parameters: Parameters

    def top_and_properties(self) -> tuple[dict[str, Json], dict[str, Json]]:
        """What stands beside ``properties``, and what is in it."""
        top: dict[str, Json] = {}
        properties: dict[str, Json] = {}
        for key, value in self.resource.inputs.items():
            if value is None or key.startswith("__") or key in self._of_the_address():
                continue
            name = self.kind.rename.get(key, key)
            translated = self._value(key, name, value, name)
            if key == "properties" and isinstance(translated, dict):
                properties.update(translated)
            elif key in layout().scopes:
                top["scope"] = translated
            elif key in layout().top and key not in self.kind.inner:
                top[name] = translated
            else:
                properties[name] = translated
        return top, properties

    def _of_the_address(self) -> set[str]:
        return {*self.kind.names, "resourceGroupName"}

    def _value(self, key: str, name: str, value: Json, path: str) -> Json:
        if isinstance(value, dict):
            return self._block(key, name, value, path)
        if isinstance(value, list):
            if name == "userAssignedIdentities":
                return {str(self._value(key, "id", one, path)): {} for one in value}
            return [
                self._value(key, name, one, f"{path}_{index}") for index, one in enumerate(value)
            ]
        if value == SECRET:
            return self.parameters.secret(self.resource.name, path)
        if value == UNKNOWN:
            return self._unknown(key, name, path)
        return escaped(value) if isinstance(value, str) else value

    def _block(self, key: str, name: str, value: dict[str, Json], path: str) -> Json:
        found: dict[str, Json] = {}
        for inner, one in value.items():
            if one is not None:
                shown = layout().rename.get(inner, inner)
                found[shown] = self._value(key, shown, one, f"{path}_{inner}")
        namespace = self.kind.type.split("/", maxsplit=1)[0]
        if name not in layout().wrapped.get(namespace, ()):
            return found
        beside = {"id", "name"}
        rest: dict[str, Json] = {key: one for key, one in found.items() if key not in beside}
        return {key: found[key] for key in found if key in beside} | (
            {"properties": rest} if rest else {}
        )

    def _unknown(self, key: str, name: str, path: str) -> str:
        """An id or an identity's property when it can only be one resource's; else a parameter."""
        owner = self.references.only(self.resource, key)
        if owner is not None:
            kind = arm_type(owner.type)
            parts = name_parts(owner, self.references, self.parameters)
            if name in _OUTPUTS and kind.type.endswith("/userAssignedIdentities"):
                output = "principalId" if name == "objectId" else name
                return f"[reference({id_call(kind, parts)}, '{kind.api_version}').{output}]"
            if name not in _OUTPUTS and name.lower().endswith(("id", "resourceuri", "scope")):
                return resource_id(kind, parts)
        return self.parameters.unknown(self.resource.name, path)
