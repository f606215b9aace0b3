"""The share of each deployment in an endpoint's traffic: a step after they are ready.

An endpoint's `traffic` names deployments, which need the endpoint first; and Azure takes an
endpoint as a whole, so any later update that named no traffic would take it from all of them. So
the engine makes the endpoint once and leaves it alone (`ownership.py`), and this step sends it
again, with all it has, as a deployment of the resource manager: an ordinary resource that is
planned, waited for and undone like any other, without code of ours or a login beside the engine's.
Undoing it leaves the endpoint as it is; that goes with its own resource.

Never run against Azure here: the order of the steps is tested, Azure's answer to them isn't.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import resources

from slipway.components.azure.ml_workspace import WorkspaceAt

API_VERSION = "2025-12-01"
"""The one that the provider makes the endpoint with."""
SCHEMA = "https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#"
WHOLE = 100


class TrafficError(ValueError):
    """Shares that an endpoint can't have."""

    def __init__(self, endpoint: str, shares: Mapping[str, int]) -> None:
        got = ", ".join(f"{name} {share} %" for name, share in shares.items()) or "none"
        super().__init__(
            f"traffic of {endpoint}: got {got}; expected shares from 0 to 100 that add up to 100."
            " Give what is left to the released version."
        )


@dataclass(frozen=True, kw_only=True)
class EndpointFacts:
    """Everything that an endpoint is made of but its traffic; sent by its own resource as well."""

    name: str
    region: str
    identity: Input[str]
    """Id of the user-assigned identity."""
    auth_mode: str
    public_network_access: str
    description: str
    tags: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class EndpointTrafficArgs:
    """Shares by the deployment's name, and the names as outputs of the deployments."""

    workspace: WorkspaceAt
    endpoint: EndpointFacts
    shares: Mapping[str, int]
    ready: Mapping[str, Output[str]]
    """By the same names; known once the deployment has its instances."""


class EndpointTraffic(pulumi.ComponentResource):
    """Old deployments go after this: the engine deletes at the end of an update."""

    settled: Output[str]
    """The endpoint's name, once the traffic is as asked."""

    def __init__(
        self, name: str, args: EndpointTrafficArgs, opts: ResourceOptions | None = None
    ) -> None:
        shares = args.shares
        if any(not 0 <= one <= WHOLE for one in shares.values()) or sum(shares.values()) != WHOLE:
            raise TrafficError(args.endpoint.name, shares)
        super().__init__("slipway:azure:EndpointTraffic", name, {}, opts)
        names = list(shares)
        traffic = Output.all(*[args.ready[one] for one in names]).apply(
            lambda ready: dict(zip(map(str, ready), (shares[one] for one in names), strict=True))
        )
        step = resources.Deployment(
            f"{name}-step",
            # Of at most 64; the endpoint's name has 32 and ends in what makes it unique.
            deployment_name=f"{args.endpoint.name}-traffic",
            resource_group_name=args.workspace.resource_group,
            properties=resources.DeploymentPropertiesArgs(
                mode=resources.DeploymentMode.INCREMENTAL,
                template=_template(args.workspace, args.endpoint, traffic),
            ),
            opts=ResourceOptions(parent=self),
        )
        endpoint = args.endpoint.name
        self.settled = step.urn.apply(lambda _urn: endpoint)
        self.register_outputs({"settled": self.settled})


def _template(
    workspace: WorkspaceAt, endpoint: EndpointFacts, traffic: Output[dict[str, int]]
) -> dict[str, object]:
    return {
        "$schema": SCHEMA,
        "contentVersion": "1.0.0.0",
        "resources": [
            {
                "type": "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
                "apiVersion": API_VERSION,
                "name": Output.concat(workspace.name, f"/{endpoint.name}"),
                "location": endpoint.region,
                "kind": "Managed",
                "tags": dict(endpoint.tags),
                "identity": {
                    "type": "UserAssigned",
                    "userAssignedIdentities": Output.from_input(endpoint.identity).apply(
                        lambda identity: {identity: {}}
                    ),
                },
                "properties": {
                    "authMode": endpoint.auth_mode,
                    "description": endpoint.description,
                    "publicNetworkAccess": endpoint.public_network_access,
                    "traffic": traffic,
                },
            }
        ],
    }
