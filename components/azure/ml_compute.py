"""Nodes that run jobs of a workspace, and that cost nothing while there is none."""

from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import machinelearningservices as ml

from slipway.components.azure.known_after import known_after
from slipway.components.azure.ml_workspace import WorkspaceAt
from slipway.components.azure.place import AzurePlace

IDLE = "PT2M"
"""How long a node waits for another job."""


@dataclass(frozen=True, kw_only=True)
class MlComputeArgs:
    """One identity for all jobs of the cluster: what they may do is what it may do."""

    place: AzurePlace
    workspace: WorkspaceAt
    cluster: str
    size: str
    max_nodes: int
    identity: Input[str]
    """Id of a user-assigned identity that may pull images."""


class MlCompute(pulumi.ComponentResource):
    """No node has a public address or lets anybody log in."""

    id: Output[str]
    """What a job names; known in a plan."""

    def __init__(self, name: str, args: MlComputeArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:azure:MlCompute", name, {}, opts)
        cluster = ml.Compute(
            f"{name}-cluster",
            compute_name=args.cluster,
            workspace_name=args.workspace.name,
            resource_group_name=args.workspace.resource_group,
            location=args.workspace.region,
            identity=ml.ManagedServiceIdentityArgs(
                type=ml.ManagedServiceIdentityType.USER_ASSIGNED,
                user_assigned_identities=[args.identity],
            ),
            properties=ml.AmlComputeArgs(
                compute_type="AmlCompute",
                compute_location=args.workspace.region,
                description="Runs the platform's drift jobs",
                disable_local_auth=True,
                properties=ml.AmlComputePropertiesArgs(
                    vm_size=args.size,
                    vm_priority=ml.VmPriority.DEDICATED,
                    os_type=ml.OsType.LINUX,
                    enable_node_public_ip=False,
                    remote_login_port_public_access=ml.RemoteLoginPortPublicAccess.DISABLED,
                    scale_settings=ml.ScaleSettingsArgs(
                        min_node_count=0,
                        max_node_count=args.max_nodes,
                        node_idle_time_before_scale_down=IDLE,
                    ),
                ),
            ),
            tags=args.place.tags,
            opts=ResourceOptions(parent=self),
        )
        at = args.workspace.child("computes", args.cluster)
        self.id = Output.all(at, known_after(cluster, "")).apply(lambda both: str(both[0]))
        self.register_outputs({"id": self.id})
