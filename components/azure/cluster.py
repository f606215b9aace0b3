"""The Kubernetes cluster: AKS, entered by Entra alone; or one that exists."""

from collections.abc import Sequence

import pulumi
from pulumi import Output, ResourceOptions

from slipway.components.azure.cluster_args import ClusterArgs, ExistingCluster
from slipway.components.azure.cluster_facts import cluster_facts
from slipway.components.azure.cluster_identities import ClusterIdentities, ClusterIdentitiesArgs
from slipway.components.azure.container_insights import (
    ContainerInsights,
    ContainerInsightsArgs,
)
from slipway.components.azure.diagnostics import send_logs
from slipway.components.azure.known_after import known_after, known_id
from slipway.components.azure.maintenance import maintenance_windows
from slipway.components.azure.managed_cluster import managed_cluster
from slipway.components.azure.node_pool import NodeSettings, models_pool

KIND = "Microsoft.ContainerService/managedClusters"
LOGS = (
    "kube-audit-admin",
    "guard",
    "kube-apiserver",
    "kube-controller-manager",
    "cluster-autoscaler",
)
"""Of the control plane: who changed what, who was let in, and why nodes come and go.

`kube-audit` also has every read, at many times the volume.
"""


class Cluster(pulumi.ComponentResource):
    """Nodes update themselves in a window, and nothing but Entra opens the API server."""

    id: Output[str]
    """Known in a plan; what uses it waits for the cluster."""

    name: str

    identifier: Output[str]
    """Says which cluster it is, known in a plan: the id and what else a new cluster comes from.

    AKS' own ``resourceUID`` is unknown whenever a change of the cluster is previewed, and workloads
    would look replaced in that preview.
    """

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

    def __init__(self, name: str, args: ClusterArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:azure:Cluster", name, {}, opts)
        if args.adopt is None:
            self._create(name, args)
        else:
            self._adopt(args.adopt)
        self.register_outputs({"id": self.id, "host": self.host, "oidcIssuer": self.oidc_issuer})

    def _adopt(self, adopted: ExistingCluster) -> None:
        self.id = self.identifier = Output.from_input(adopted.id)
        self.name = adopted.id.rpartition("/")[2]
        self.host = Output.from_input(adopted.host)
        self.certificate_authority = Output.from_input(adopted.certificate_authority)
        self.oidc_issuer = Output.from_input(adopted.oidc_issuer)
        self.kubelet = None if adopted.kubelet is None else Output.from_input(adopted.kubelet)
        self.nodes = ()

    def _create(self, name: str, args: ClusterArgs) -> None:
        child = ResourceOptions(parent=self)
        identities = ClusterIdentities(f"{name}-identities", _identities(args), child)
        cluster = managed_cluster(f"{name}-cluster", args, identities, _nodes(args), child)
        group, after = args.place.resource_group, known_after(cluster, args.name)
        self.id = known_id(cluster, args.place, KIND, args.name)
        self.name = args.name
        self.identifier = Output.concat(self.id, "@", args.place.region)
        facts = cluster_facts(cluster, args.name, Output.from_input(group))
        self.host, self.certificate_authority = facts.host, facts.certificate_authority
        self.oidc_issuer = facts.oidc_issuer
        self.kubelet = identities.kubelet.principal_id
        models = models_pool(
            f"{name}-models",
            args.models,
            _nodes(args),
            cluster=after,
            resource_group=group,
            opts=child,
        )
        # Two changes of one cluster at a time are refused: the pool first, then the windows.
        maintenance_windows(
            name,
            cluster=after,
            resource_group=group,
            opts=ResourceOptions(parent=self, depends_on=[models]),
        )
        send_logs(
            f"{name}-logs",
            resource=self.id,
            workspace=args.logs,
            categories=LOGS,
            opts=child,
        )
        ContainerInsights(
            f"{name}-insights",
            ContainerInsightsArgs(
                place=args.place, name=args.name, cluster=self.id, logs=args.logs
            ),
            child,
        )
        self.nodes = (cluster, models)


def _identities(args: ClusterArgs) -> ClusterIdentitiesArgs:
    subnets = [("nodes-subnet", args.nodes_subnet)]
    if args.api_server_subnet is not None:
        subnets.append(("api-server-subnet", args.api_server_subnet))
    return ClusterIdentitiesArgs(
        place=args.place, name=args.name, scope=args.scope, subnets=subnets
    )


def _nodes(args: ClusterArgs) -> NodeSettings:
    return NodeSettings(
        version=args.version, subnet=args.nodes_subnet, zones=args.zones, tags=args.place.tags
    )
