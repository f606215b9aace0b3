"""The Kubernetes cluster: AKS, entered by Entra alone; or one that exists."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import containerservice as aks

from slipway.components.azure.cluster_facts import cluster_facts
from slipway.components.azure.cluster_identities import ClusterIdentities, ClusterIdentitiesArgs
from slipway.components.azure.cluster_settings import (
    ApiAccess,
    Tier,
    addons,
    api_access_profile,
    autoscaler_profile,
    network_profile,
    security_profile,
)
from slipway.components.azure.container_insights import (
    ContainerInsights,
    ContainerInsightsArgs,
)
from slipway.components.azure.diagnostics import send_logs
from slipway.components.azure.known_after import known_after
from slipway.components.azure.maintenance import maintenance_windows
from slipway.components.azure.node_pool import NodePool, NodeSettings, models_pool, system_pool
from slipway.components.azure.outbound import Outbound
from slipway.components.azure.place import AzurePlace
from slipway.components.ownership import ignored

LOGS = ("kube-audit-admin", "guard", "kube-apiserver", "kube-controller-manager", "cluster-autoscaler")
"""Of the control plane: who changed what, who was let in, and why nodes come and go.

`kube-audit` also has every read, at many times the volume.
"""


@dataclass(frozen=True, kw_only=True)
class ExistingCluster:
    """A cluster to use as it is, with its pools, add-ons and administrators."""

    id: str
    host: str
    certificate_authority: str
    """Base64, as a kubeconfig takes it."""
    oidc_issuer: str
    kubelet: str | None = None
    """Object id of its nodes' identity; None: somebody else lets them pull images."""


@dataclass(frozen=True, kw_only=True)
class ClusterArgs:
    """The name is plain: everything that belongs to the cluster is called after it."""

    place: AzurePlace
    name: str
    version: str
    tier: Tier
    nodes_subnet: Input[str]
    api_server_subnet: Input[str] | None
    """None: the API server is reached by a private link instead of an address in the network."""
    outbound: Outbound
    api: ApiAccess
    administrators: Sequence[str]
    """Object ids of Entra groups; nobody else gets in at first."""
    zones: Sequence[str]
    system: NodePool
    models: NodePool
    logs: Input[str]
    """Id of the log workspace."""
    scope: str
    """What no other platform shares, as `naming.global_name` takes it."""
    production: bool
    prometheus: bool = False
    """Azure's managed Prometheus scrapes the nodes; where to is a data collection rule's matter."""
    adopt: ExistingCluster | None = None


class Cluster(pulumi.ComponentResource):
    """Nodes update themselves in a window, and nothing but Entra opens the API server."""

    id: Output[str]
    """Known in a plan; what uses it waits for the cluster."""

    name: str

    identifier: Output[str]
    """Another one as soon as it is another cluster, even under the same id."""

    host: Output[str]
    """Address of the API server; unknown until the cluster is there."""

    certificate_authority: Output[str]
    """Base64; unknown until the cluster is there."""

    oidc_issuer: Output[str]
    """Whose tokens federated credentials trust."""

    kubelet: Output[str] | None
    """Object id of the nodes' identity; None where an adopted cluster's wasn't named."""

    nodes: Sequence[pulumi.Resource]
    """Workloads wait for these."""
