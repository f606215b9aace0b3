"""Hand-made planned resources for the tests of the exports."""

from collections.abc import Mapping, Sequence

from slipway.stacks.plan.graph import Json, Plan, PlannedResource


def resource(
    kind: str,
    name: str,
    inputs: Mapping[str, Json],
    depends: Mapping[str, Sequence[PlannedResource]] | None = None,
) -> PlannedResource:
    """A resource whose properties come from others as `depends` says."""
    by_property = {key: tuple(one.urn for one in found) for key, found in (depends or {}).items()}
    return PlannedResource(
        urn=f"urn:pulumi:s::slipway::{kind}::{name}",
        type=kind,
        name=name,
        dependencies=tuple(sorted({urn for urns in by_property.values() for urn in urns})),
        property_dependencies=by_property,
        inputs=dict(inputs),
    )


def plan(target: str, *resources: PlannedResource) -> Plan:
    return Plan(stack="s", variant="cloud-native", target=target, resources=resources)
