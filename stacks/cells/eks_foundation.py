"""EKS with its nodes and add-ons: everything of a cluster that only the AWS API is asked for."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input

from slipway.components.aws.addons import BEFORE_NODES, ON_NODES, Addons, AddonsArgs
from slipway.components.aws.autoscaler_rights import autoscaling_policy
from slipway.components.aws.cluster import Cluster, ClusterArgs, ExistingCluster
from slipway.components.aws.cluster_autoscaling import APPLICATION, NAMESPACE
from slipway.components.aws.container_registry import repository_arn
from slipway.components.aws.eks_versions import EKS_VERSIONS, AddonName
from slipway.components.aws.node_groups import NodeGroups, NodeGroupsArgs, NodePool
from slipway.components.aws.pod_identity import PodIdentity, PodIdentityArgs
from slipway.stacks.cells.aws_foundation import LandingZone
from slipway.stacks.cells.eks_access import EksAccess
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.config.targets.cloud import Pool

CLUSTER_ENDPOINTS = (
    "ec2",
    "ecr.api",
    "ecr.dkr",
    "sts",
    "logs",
    "autoscaling",
    "eks",
    "eks-auth",
)
"""Services that nodes, add-ons and the autoscaler call, besides S3."""


@dataclass(frozen=True, kw_only=True)
class EksFoundation:
    """A cluster with nodes and add-ons, and what makes identities in it."""

    zone: LandingZone
    cluster: Cluster
    ready: Sequence[pulumi.Resource]
    """Workloads wait for these: administrators, nodes, add-ons."""

    def pod_identity(
        self,
        name: str,
        *,
        namespace: str,
        service_account: str,
        description: str,
        policy: Input[str],
    ) -> PodIdentity:
        """A role for one service account, with one policy (see `access_policy`)."""
        return PodIdentity(
            name,
            PodIdentityArgs(
                place=self.zone.place,
                cluster_name=self.cluster.name,
                cluster_arn=self.cluster.arn,
                namespace=namespace,
                service_account=service_account,
                description=description,
                policy=policy,
            ),
            self.zone.opts(),
        )

    def access(self) -> EksAccess:
        """How workloads of the same stack reach the cluster."""
        return EksAccess(
            region=self.zone.place.region,
            name=self.cluster.name,
            endpoint=self.cluster.endpoint,
            certificate_authority=self.cluster.certificate_authority,
            key_arn=self.zone.key.arn,
            # Repositories, so that images are looked for where there can be some.
            ready=[*self.ready, self.zone.registry],
        )


def eks_foundation(config: StackConfig, target: AwsTarget, zone: LandingZone) -> EksFoundation:
    """Cluster, nodes and add-ons: everything that only the AWS API is asked for."""
    asked, adopted = target.cluster, target.cluster.adopt
    cluster = Cluster(
        "cluster",
        ClusterArgs(
            place=zone.place,
            name=zone.name,
            version=asked.version,
            subnet_ids=zone.network.private_subnet_ids,
            key_arn=zone.key.arn,
            log_days=zone.profile.log_days,
            production=zone.profile.production,
            administrators=asked.administrators,
            open_to=asked.api_server.allowed_cidrs,
            adopt=None
            if adopted is None
            else ExistingCluster(
                name=adopted.name,
                endpoint=adopted.endpoint,
                certificate_authority=adopted.certificate_authority,
                security_group_id=adopted.security_group,
            ),
        ),
        zone.opts(),
    )
    if adopted is not None:
        return EksFoundation(zone=zone, cluster=cluster, ready=())
    if not asked.administrators:
        pulumi.log.warn(
            "platform.target.cluster.administrators: got none; whoever creates the cluster is its "
            "only administrator. List the role that runs pulumi up, and that of your team."
        )
    ready = [*cluster.entries, *_nodes_and_addons(config, target, zone, cluster)]
    return EksFoundation(zone=zone, cluster=cluster, ready=ready)


def _nodes_and_addons(
    config: StackConfig, target: AwsTarget, zone: LandingZone, cluster: Cluster
) -> list[pulumi.Resource]:
    """In the order in which they start; a tear-down goes the other way."""
    before = _addons("network-addons", BEFORE_NODES, target, zone, cluster=cluster)
    nodes = NodeGroups(
        "nodes",
        NodeGroupsArgs(
            place=zone.place,
            cluster_name=cluster.name,
            version=target.cluster.version,
            subnet_ids=zone.network.private_subnet_ids,
            pools={
                "system": _pool(target.cluster.pools.system, zone),
                "models": _pool(target.cluster.pools.models, zone),
            },
            key_arn=zone.key.arn,
            repositories=[zone.registry.repository_arns, *_other_repositories(config, zone)],
            tags=zone.tags,
            after=before.installed,
        ),
        zone.opts(),
    )
    after = _addons("node-addons", ON_NODES, target, zone, cluster=cluster, after=nodes.groups)
    return [before, nodes, after, _autoscaler_identity(zone, cluster)]


def _addons(
    name: str,
    chosen: Sequence[AddonName],
    target: AwsTarget,
    zone: LandingZone,
    *,
    cluster: Cluster,
    after: Sequence[pulumi.Resource] = (),
) -> Addons:
    pinned = EKS_VERSIONS[target.cluster.version].addons
    return Addons(
        name,
        AddonsArgs(
            place=zone.place,
            cluster_name=cluster.name,
            cluster_arn=cluster.arn,
            versions={addon: pinned[addon] for addon in chosen},
            key_arn=zone.key.arn,
            tags=zone.tags,
            after=after,
        ),
        zone.opts(),
    )


def _pool(pool: Pool, zone: LandingZone) -> NodePool:
    return NodePool(
        size=zone.profile.node_size.aws if pool.size is None else pool.size,
        min=pool.min,
        max=pool.max,
        disk_gb=pool.disk_gb,
        spot=pool.spot,
    )


def _autoscaler_identity(zone: LandingZone, cluster: Cluster) -> PodIdentity:
    return PodIdentity(
        "autoscaler",
        PodIdentityArgs(
            place=zone.place,
            cluster_name=cluster.name,
            cluster_arn=cluster.arn,
            namespace=NAMESPACE,
            service_account=APPLICATION,
            description="The cluster autoscaler",
            policy=autoscaling_policy(zone.name),
        ),
        zone.opts(),
    )


def _other_repositories(config: StackConfig, zone: LandingZone) -> list[str]:
    """Repositories of released images outside of the stack's own registry, by ARN."""
    images = (release.image for release in config.releases.values())
    return sorted(
        {
            arn
            for image in images
            if not zone.registry.holds(image) and (arn := repository_arn(image)) is not None
        }
    )
