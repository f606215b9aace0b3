"""AKS with its pools and identities: everything of a cluster that only Azure's API is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi

from slipway.components.access.matrix import Store, Workload
from slipway.components.azure.cluster import Cluster
from slipway.components.azure.cluster_args import ClusterArgs, ExistingCluster
from slipway.components.azure.cluster_settings import ApiAccess, Tier
from slipway.components.azure.node_pool import NodePool
from slipway.components.azure.role_assignments import RoleAssignments, RoleAssignmentsArgs
from slipway.components.variants.profile import EnvironmentProfile
from slipway.stacks.cells.aks_access import AksAccess
from slipway.stacks.cells.azure_foundation import LandingZone
from slipway.stacks.config.targets.azure import AdoptedAks, Aks, AzureTarget
from slipway.stacks.config.targets.cloud import Pool


@dataclass(frozen=True, kw_only=True)
class AksFoundation:
    """A cluster whose nodes may pull from the zone's registry."""

    zone: LandingZone
    cluster: Cluster
    ready: Sequence[pulumi.Resource]
    """Workloads wait for these: the cluster's nodes, and their right to pull images."""

    def access(self) -> AksAccess:
        """How workloads of the same stack reach the cluster."""
        return AksAccess(
            name=self.cluster.name,
            host=self.cluster.host,
            certificate_authority=self.cluster.certificate_authority,
            identifier=self.cluster.identifier,
            registry=self.zone.registry.host,
            # The registry with its private address, so that images are found by their names.
            ready=[*self.ready, self.zone.registry],
        )


def aks_foundation(
    target: AzureTarget, zone: LandingZone, *, prometheus: bool = False
) -> AksFoundation:
    """The cluster, its pools, its identities and their roles.

    `prometheus` makes Azure's managed Prometheus scrape it; where to is the cell's own matter.
    """
    asked = target.cluster
    cluster = Cluster(
        "cluster",
        ClusterArgs(
            place=zone.place,
            name=zone.name,
            scope=zone.scope,
            version=asked.version,
            tier=_tier(asked, zone.profile),
            nodes_subnet=zone.network.nodes_subnet,
            api_server_subnet=zone.network.api_server_subnet,
            outbound=zone.network.outbound,
            api=ApiAccess(
                private=asked.api_server.access == "private",
                open_to=asked.api_server.allowed_cidrs,
            ),
            administrators=asked.administrators,
            zones=target.zones,
            system=_pool(asked.pools.system, zone.profile),
            models=_pool(asked.pools.models, zone.profile),
            logs=zone.logs.id,
            production=zone.profile.production,
            prometheus=prometheus,
            adopt=None if asked.adopt is None else _existing(asked.adopt),
        ),
        zone.opts(),
    )
    return AksFoundation(
        zone=zone, cluster=cluster, ready=[*cluster.nodes, *_pulling(zone, cluster)]
    )


def _pulling(zone: LandingZone, cluster: Cluster) -> list[pulumi.Resource]:
    """The nodes' roles of the identity matrix, for an identity that is known."""
    if cluster.kubelet is None:
        pulumi.log.warn(
            "platform.target.cluster.adopt.kubelet: got nothing; the nodes of the adopted cluster"
            " must be let pull from the registry by somebody else (role AcrPull)."
        )
        return []
    return [
        RoleAssignments(
            "nodes",
            RoleAssignmentsArgs(
                subscription=zone.place.subscription,
                scope=zone.scope,
                workload=Workload.NODE,
                principal=cluster.kubelet,
                stores={Store.IMAGES: zone.registry.id},
            ),
            zone.opts(),
        )
    ]


def _tier(asked: Aks, profile: EnvironmentProfile) -> Tier:
    if asked.tier is not None:
        return asked.tier
    return "Standard" if profile.production else "Free"


def _pool(pool: Pool, profile: EnvironmentProfile) -> NodePool:
    return NodePool(
        size=profile.node_size.azure if pool.size is None else pool.size,
        min=pool.min,
        max=pool.max,
        disk_gb=pool.disk_gb,
        spot=pool.spot,
    )


def _existing(adopted: AdoptedAks) -> ExistingCluster:
    return ExistingCluster(
        id=adopted.id,
        host=adopted.host,
        certificate_authority=adopted.certificate_authority,
        oidc_issuer=adopted.oidc_issuer,
        kubelet=adopted.kubelet,
    )
