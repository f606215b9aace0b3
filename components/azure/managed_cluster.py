"""AKS' own resource, with every default that is not the vendor's."""

from pulumi import ResourceOptions
from pulumi_azure_native import containerservice as aks

from slipway.components.azure.cluster_args import ClusterArgs
from slipway.components.azure.cluster_identities import ClusterIdentities
from slipway.components.azure.cluster_settings import (
    addons,
    api_access_profile,
    autoscaler_profile,
    network_profile,
    security_profile,
)
from slipway.components.azure.node_pool import NodeSettings, system_pool
from slipway.components.ownership import ignored


def managed_cluster(
    name: str,
    args: ClusterArgs,
    identities: ClusterIdentities,
    nodes: NodeSettings,
    opts: ResourceOptions,
) -> aks.ManagedCluster:
    """Entered by Entra alone; with one pool, the system's, which a cluster can't be without."""
    return aks.ManagedCluster(
        name,
        resource_name_=args.name,
        resource_group_name=args.place.resource_group,
        location=args.place.region,
        dns_prefix=args.name,
        kubernetes_version=args.version,
        sku=aks.ManagedClusterSKUArgs(name="Base", tier=args.tier),
        support_plan="KubernetesOfficial",
        identity=_control_plane(identities),
        identity_profile={"kubeletidentity": _kubelet(identities)},
        aad_profile=_entra(args),
        enable_rbac=True,
        disable_local_accounts=True,
        agent_pool_profiles=[system_pool(args.system, nodes)],
        auto_scaler_profile=autoscaler_profile(),
        auto_upgrade_profile=_upgrades(),
        api_server_access_profile=api_access_profile(args.api, args.api_server_subnet),
        network_profile=network_profile(args.outbound),
        security_profile=security_profile(),
        oidc_issuer_profile=aks.ManagedClusterOIDCIssuerProfileArgs(enabled=True),
        workload_auto_scaler_profile=aks.ManagedClusterWorkloadAutoScalerProfileArgs(
            keda=aks.ManagedClusterWorkloadAutoScalerProfileKedaArgs(enabled=True)
        ),
        addon_profiles=addons(args.logs),
        azure_monitor_profile=aks.ManagedClusterAzureMonitorProfileArgs(
            metrics=aks.ManagedClusterAzureMonitorProfileMetricsArgs(enabled=args.prometheus)
        ),
        node_resource_group=f"{args.name}-nodes",
        node_resource_group_profile=aks.ManagedClusterNodeResourceGroupProfileArgs(
            # What AKS made, AKS alone changes.
            restriction_level="ReadOnly"
        ),
        tags=args.place.tags,
        opts=ResourceOptions.merge(
            opts,
            ResourceOptions(
                protect=args.production,
                # Its identities are of no use to it without their roles.
                depends_on=[identities],
                ignore_changes=ignored("azure-native:containerservice:ManagedCluster"),
            ),
        ),
    )


def _control_plane(identities: ClusterIdentities) -> aks.ManagedClusterIdentityArgs:
    return aks.ManagedClusterIdentityArgs(
        type=aks.ResourceIdentityType.USER_ASSIGNED,
        user_assigned_identities=[identities.control_plane],
    )


def _kubelet(identities: ClusterIdentities) -> aks.UserAssignedIdentityArgs:
    return aks.UserAssignedIdentityArgs(
        resource_id=identities.kubelet_id,
        client_id=identities.kubelet.client_id,
        object_id=identities.kubelet.principal_id,
    )


def _entra(args: ClusterArgs) -> aks.ManagedClusterAADProfileArgs:
    """Azure's roles decide who does what in the cluster; the administrators may do everything."""
    return aks.ManagedClusterAADProfileArgs(
        managed=True,
        enable_azure_rbac=True,
        admin_group_object_ids=list(args.administrators),
        tenant_id=args.place.tenant,
    )


def _upgrades() -> aks.ManagedClusterAutoUpgradeProfileArgs:
    """Patches and node images by themselves; another minor version is a change to review."""
    return aks.ManagedClusterAutoUpgradeProfileArgs(
        upgrade_channel="patch", node_os_upgrade_channel="NodeImage"
    )
