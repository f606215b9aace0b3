"""A model's stable address on Azure ML, and the releases behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml

from slipway.components.azure.diagnostics import send_logs
from slipway.components.azure.endpoint_capture import Capture
from slipway.components.azure.endpoint_traffic import (
    EndpointFacts,
    EndpointTraffic,
    EndpointTrafficArgs,
)
from slipway.components.azure.known_after import known_after
from slipway.components.azure.ml_workspace import WorkspaceAt
from slipway.components.azure.online_deployment import (
    SCORE,
    OnlineDeployment,
    OnlineDeploymentArgs,
    deployment_name,
)
from slipway.components.azure.place import AzurePlace
from slipway.components.ownership import ignored

TYPE = "azure-native:machinelearningservices:OnlineEndpoint"
LOGGED = (
    "AmlOnlineEndpointTrafficLog",
    "AmlOnlineEndpointConsoleLog",
    "AmlOnlineEndpointEventLog",
)
"""Requests with their status, what containers print, and what happens to them."""
AUTH = ml.EndpointAuthMode.AAD_TOKEN.value
"""Entra: whoever asks has a role on the endpoint; there is no key to leak."""


@dataclass(frozen=True, kw_only=True)
class ReleaseAt:
    """A release and its share of the traffic, in percent."""

    version: int
    image: str
    percent: int


@dataclass(frozen=True, kw_only=True)
class OnlineEndpointArgs:
    """Releases are plain: deployments are named after them."""

    place: AzurePlace
    workspace: WorkspaceAt
    endpoint: str
    """Unique in the region; `naming.global_name` makes it."""
    model: str
    environment: Input[str]
    """Name of the model's environments, as an output of their container."""
    releases: Sequence[ReleaseAt]
    """The one that serves; beside it, when it is tried, the next one."""
    identity: Input[str]
    """Id of the identity that pulls the image and writes the capture."""
    public: bool
    """Asked from anywhere, with a login and a role; else from the workspace's network alone."""
    instance_type: str
    instances: int
    target_in_flight: int
    capture: Capture
    logs: Input[str]
    """Id of the log workspace."""


@dataclass(frozen=True, kw_only=True)
class DeploymentAt:
    """A deployment, for the rules and alerts on it."""

    name: str
    id: Output[str]


class OnlineEndpoint(pulumi.ComponentResource):
    """A release is a deployment of its own; the traffic moves once its instances are ready."""

    id: Output[str]
    """For alerts and roles."""

    url: Output[str]
    """Where predictions are asked for; known once the traffic is as asked."""

    deployments: Sequence[DeploymentAt]
    """One for each release."""

    def __init__(
        self, name: str, args: OnlineEndpointArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:azure:OnlineEndpoint", name, {}, opts)
        child = ResourceOptions(parent=self)
        facts = _facts(args)
        endpoint = self._endpoint(name, args, facts)
        self.id = Output.concat(
            args.workspace.id, "/onlineEndpoints/", known_after(endpoint, args.endpoint)
        )
        send_logs(
            f"{name}-logs", resource=self.id, workspace=args.logs, categories=LOGGED, opts=child
        )
        made = {
            deployment_name(one.version, one.image, args.instance_type): self._deployment(
                name, args, one, endpoint
            )
            for one in args.releases
        }
        self.deployments = [
            DeploymentAt(name=one, id=Output.concat(self.id, "/deployments/", deployment.name))
            for one, deployment in made.items()
        ]
        shares = dict(zip(made, (one.percent for one in args.releases), strict=True))
        traffic = EndpointTraffic(
            f"{name}-traffic",
            EndpointTrafficArgs(
                workspace=args.workspace,
                endpoint=facts,
                shares=shares,
                ready={one: deployment.name for one, deployment in made.items()},
            ),
            child,
        )
        host = f".{args.workspace.region}.inference.ml.azure.com"
        self.url = Output.concat("https://", traffic.settled, host, SCORE)
        self.register_outputs({"url": self.url})

    def _endpoint(
        self, name: str, args: OnlineEndpointArgs, facts: EndpointFacts
    ) -> ml.OnlineEndpoint:
        return ml.OnlineEndpoint(
            f"{name}-endpoint",
            endpoint_name=facts.name,
            workspace_name=args.workspace.name,
            resource_group_name=args.workspace.resource_group,
            location=facts.region,
            kind="Managed",
            identity=ml.ManagedServiceIdentityArgs(
                type=ml.ManagedServiceIdentityType.USER_ASSIGNED,
                user_assigned_identities=[facts.identity],
            ),
            properties=ml.OnlineEndpointPropertiesArgs(
                auth_mode=facts.auth_mode,
                description=facts.description,
                public_network_access=facts.public_network_access,
            ),
            tags=facts.tags,
            opts=ResourceOptions(parent=self, ignore_changes=ignored(TYPE)),
        )

    def _deployment(
        self, name: str, args: OnlineEndpointArgs, release: ReleaseAt, endpoint: ml.OnlineEndpoint
    ) -> OnlineDeployment:
        chosen = deployment_name(release.version, release.image, args.instance_type)
        return OnlineDeployment(
            # A tried release that becomes the served one is the same resource, and isn't touched.
            f"{name}-{chosen}",
            OnlineDeploymentArgs(
                place=args.place,
                workspace=args.workspace,
                endpoint=known_after(endpoint, args.endpoint),
                environment=args.environment,
                model=args.model,
                version=release.version,
                image=release.image,
                instance_type=args.instance_type,
                instances=args.instances,
                target_in_flight=args.target_in_flight,
                capture=args.capture,
            ),
            deleted_with=endpoint,
            opts=ResourceOptions(parent=self),
        )


def _facts(args: OnlineEndpointArgs) -> EndpointFacts:
    access = ml.PublicNetworkAccessType
    return EndpointFacts(
        name=args.endpoint,
        region=args.workspace.region,
        identity=args.identity,
        auth_mode=AUTH,
        public_network_access=(access.ENABLED if args.public else access.DISABLED).value,
        description=f"Serves {args.model}",
        tags=args.place.tags,
    )
