"""The cluster's secure defaults, in one place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from pulumi import Input
from pulumi_azure_native import containerservice as aks

from slipway.components.azure.address_plan import DNS_SERVICE_IP, POD_CIDR, SERVICE_CIDR
from slipway.components.azure.outbound import Outbound

Tier = Literal["Free", "Standard", "Premium"]
"""Standard and Premium come with a guaranteed uptime of the API server."""

IMAGE_CLEANER_HOURS = 168
"""Images that no container runs and that have known vulnerabilities leave the nodes once a week."""


@dataclass(frozen=True, kw_only=True)
class ApiAccess:
    """Who reaches the API server: the network alone, or the listed blocks besides."""

    private: bool
    open_to: Sequence[str] = ()


def api_access_profile(
    access: ApiAccess, subnet: Input[str] | None
) -> aks.ManagedClusterAPIServerAccessProfileArgs:
    """With a subnet of its own the API server can be closed and opened without a new cluster."""
    return aks.ManagedClusterAPIServerAccessProfileArgs(
        enable_private_cluster=access.private,
        enable_private_cluster_public_fqdn=False if access.private else None,
        private_dns_zone="system" if access.private else None,
        authorized_ip_ranges=None if access.private else list(access.open_to),
        enable_vnet_integration=subnet is not None,
        subnet_id=subnet,
        # `az aks command invoke` would be a way in past the network.
        disable_run_command=True,
    )


def network_profile(outbound: Outbound) -> aks.ContainerServiceNetworkProfileArgs:
    """Cilium enforces network policies; Azure's own policy manager is on its way out."""
    return aks.ContainerServiceNetworkProfileArgs(
        network_plugin="azure",
        network_plugin_mode="overlay",
        network_dataplane="cilium",
        network_policy="cilium",
        pod_cidr=POD_CIDR,
        service_cidr=SERVICE_CIDR,
        dns_service_ip=DNS_SERVICE_IP,
        load_balancer_sku="standard",
        outbound_type=outbound,
    )


def security_profile() -> aks.ManagedClusterSecurityProfileArgs:
    """Workloads have identities instead of keys; nodes forget images that nobody runs."""
    return aks.ManagedClusterSecurityProfileArgs(
        workload_identity=aks.ManagedClusterSecurityProfileWorkloadIdentityArgs(enabled=True),
        image_cleaner=aks.ManagedClusterSecurityProfileImageCleanerArgs(
            enabled=True, interval_hours=IMAGE_CLEANER_HOURS
        ),
    )


def autoscaler_profile() -> aks.ManagedClusterPropertiesAutoScalerProfileArgs:
    """Zones stay balanced; a cache on a node's own disk keeps no node alive."""
    return aks.ManagedClusterPropertiesAutoScalerProfileArgs(
        balance_similar_node_groups="true",
        expander="least-waste",
        skip_nodes_with_local_storage="false",
        scale_down_unneeded_time="10m",
    )


def addons(logs: Input[str]) -> Mapping[str, aks.ManagedClusterAddonProfileArgs]:
    """Secrets from Key Vault, looked at every two minutes; logs of pods, by the nodes' identity."""
    return {
        "azureKeyvaultSecretsProvider": aks.ManagedClusterAddonProfileArgs(
            enabled=True, config={"enableSecretRotation": "true", "rotationPollInterval": "2m"}
        ),
        "omsagent": aks.ManagedClusterAddonProfileArgs(
            enabled=True,
            config={"logAnalyticsWorkspaceResourceID": logs, "useAADAuth": "true"},
        ),
    }
