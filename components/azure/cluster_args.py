"""What a cluster on Azure is told."""

from collections.abc import Sequence
from dataclasses import dataclass

from pulumi import Input

from slipway.components.azure.cluster_settings import ApiAccess, Tier
from slipway.components.azure.node_pool import NodePool
from slipway.components.azure.outbound import Outbound
from slipway.components.azure.place import AzurePlace


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
