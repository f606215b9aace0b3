"""A plan on AWS as the JSON of `terraform show -json PLAN`, for tools that read that.

Source of the format: "JSON output format" of Terraform's documentation, `format_version` 1.2.
Kubernetes objects and our own providers' resources have no place in it and are left out.
"""

import json
import re
from collections.abc import Mapping

from slipway.stacks.export.errors import NothingToExportError
from slipway.stacks.export.references import References
from slipway.stacks.export.terraform_names import terraform_type
from slipway.stacks.export.terraform_values import Attributes, attributes
from slipway.stacks.plan.graph import Json, Plan, PlannedResource

FORMAT_VERSION = "1.2"
TERRAFORM_VERSION = "1.9.0"
"""The version that writes plans like this one; readers ask for it, and none ran here."""
PROVIDER = "registry.terraform.io/hashicorp/aws"
"""Terraform's own name of the AWS provider; nothing is fetched from there."""


def terraform_plan(plan: Plan) -> dict[str, Json]:
    """The plan's AWS resources; unknown values are absent, and so are secrets.

    Raises:
        NothingToExportError: The stack isn't on AWS.
        ExportError: A type or block has no Terraform name in the table.
    """
    if plan.target != "aws":
        raise NothingToExportError(plan.stack, plan.target, "aws")
    resources = {one.urn: one for one in plan.resources if _exported(one)}
    addresses = _addresses(resources)
    references = References(exported=resources)
    made = {
        urn: attributes(
            one.type,
            one.inputs,
            lambda key, one=one: _references(references, addresses, one, key),  # type: ignore[misc] # mypy can't infer a lambda's default
        )
        for urn, one in resources.items()
    }
    return {
        "format_version": FORMAT_VERSION,
        "terraform_version": TERRAFORM_VERSION,
        "planned_values": {
            "root_module": {
                "resources": [
                    _planned(addresses[urn], one) | {"sensitive_values": one.sensitive}
                    for urn, one in made.items()
                ]
            }
        },
        "resource_changes": [_change(addresses[urn], one) for urn, one in made.items()],
        "configuration": _configuration(plan, addresses, made),
    }


def _exported(resource: PlannedResource) -> bool:
    return resource.type.startswith("aws:") and not resource.read


def _addresses(resources: Mapping[str, PlannedResource]) -> dict[str, str]:
    """A Terraform address per URN; names that only parents tell apart get a number."""
    taken: dict[str, str] = {}
    for urn, one in resources.items():
        name = re.sub(r"[^A-Za-z0-9_-]", "_", one.name)
        address, number = f"{terraform_type(one.type)}.{name}", 1
        while address in taken.values():
            number += 1
            address = f"{terraform_type(one.type)}.{name}_{number}"
        taken[urn] = address
    return taken


def _references(
    references: References, addresses: Mapping[str, str], resource: PlannedResource, key: str
) -> list[str]:
    """``aws_kms_key.x.id`` and ``aws_kms_key.x``: Terraform names both the value and its owner.

    Every resource that a list depends on is named; of a single value, only an unambiguous one.
    """
    many = isinstance(resource.inputs.get(key), list)
    only = references.only(resource, key)
    found = references.of(resource, key) if many else [only] if only is not None else []
    return [text for one in found for text in (f"{addresses[one.urn]}.id", addresses[one.urn])]


def _planned(address: str, made: Attributes) -> dict[str, Json]:
    kind, name = address.split(".", maxsplit=1)
    return {
        "address": address,
        "mode": "managed",
        "type": kind,
        "name": name,
        "provider_name": PROVIDER,
        "schema_version": 0,
        "values": made.known,
    }


def _change(address: str, made: Attributes) -> dict[str, Json]:
    head = {key: value for key, value in _planned(address, made).items() if key != "values"}
    return head | {
        "change": {
            "actions": ["create"],
            "before": None,
            "after": made.known,
            "after_unknown": {"id": True, "arn": True} | made.unknown,
            "before_sensitive": False,
            "after_sensitive": made.sensitive,
        }
    }


def _configuration(
    plan: Plan, addresses: Mapping[str, str], made: Mapping[str, Attributes]
) -> dict[str, Json]:
    resources: list[Json] = []
    for urn, one in made.items():
        kind, name = addresses[urn].split(".", maxsplit=1)
        resources.append(
            {
                "address": addresses[urn],
                "mode": "managed",
                "type": kind,
                "name": name,
                "provider_config_key": "aws",
                "expressions": one.expressions,
                "schema_version": 0,
            }
        )
    return {
        "provider_config": {
            "aws": {"name": "aws", "full_name": PROVIDER, "expressions": _provider(plan)}
        },
        "root_module": {"resources": resources},
    }


def _provider(plan: Plan) -> dict[str, Json]:
    """The provider's settings; the engine hands them on as JSON texts."""
    for one in plan.resources:
        if one.type == "pulumi:providers:aws":
            tags = one.inputs.get("defaultTags")
            found: dict[str, Json] = {"region": {"constant_value": one.inputs.get("region")}}
            if isinstance(tags, str):
                found["default_tags"] = [{"tags": {"constant_value": json.loads(tags)["tags"]}}]
            return found
    return {}
