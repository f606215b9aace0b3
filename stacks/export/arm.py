"""A plan on Azure as an ARM template, for tools that read that.

The template says what the plan knows; the rest are parameters or expressions. It is for reading:
Pulumi deploys.
Source of the format: "Understand the structure and syntax of ARM templates" of Azure's
documentation, schema 2019-04-01. Kubernetes objects and our own providers' resources have no
place in it and are left out.
"""

from slipway.stacks.export.arm_names import id_call, joined, name_parts
from slipway.stacks.export.arm_parameters import Parameters
from slipway.stacks.export.arm_types import arm_type
from slipway.stacks.export.arm_values import Values
from slipway.stacks.export.errors import NothingToExportError
from slipway.stacks.export.references import References
from slipway.stacks.plan.graph import Json, Plan, PlannedResource

SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"


def arm_template(plan: Plan) -> dict[str, Json]:
    """The plan's Azure resources.

    Raises:
        NothingToExportError: The stack isn't on Azure.
        UnlistedTypeError: A type has no entry in the table.
    """
    if plan.target != "azure":
        raise NothingToExportError(plan.stack, plan.target, "azure")
    resources = {one.urn: one for one in plan.resources if _exported(one)}
    references, parameters = References(exported=resources), Parameters()
    made: list[Json] = [_resource(one, references, parameters) for one in resources.values()]
    return {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "metadata": {"stack": plan.stack, "variant": plan.variant},
        "parameters": parameters.found,
        "resources": made,
    }


def _exported(resource: PlannedResource) -> bool:
    return resource.type.startswith("azure-native:") and not resource.read


def _resource(
    resource: PlannedResource, references: References, parameters: Parameters
) -> dict[str, Json]:
    kind = arm_type(resource.type)
    values = Values(resource=resource, kind=kind, references=references, parameters=parameters)
    top, properties = values.top_and_properties()
    found: dict[str, Json] = {
        "type": kind.type,
        "apiVersion": kind.api_version,
        "name": joined(name_parts(resource, references, parameters)),
        "comments": f"{resource.name} in the plan",
        **top,
    }
    if waits := _depends_on(resource, references, parameters):
        found["dependsOn"] = waits
    if properties:
        found["properties"] = properties
    return found


def _depends_on(
    resource: PlannedResource, references: References, parameters: Parameters
) -> list[Json]:
    return [
        f"[{id_call(arm_type(one.type), name_parts(one, references, parameters))}]"
        for urn in resource.dependencies
        if (one := references.exported.get(urn)) is not None
    ]
