"""The cluster's nodes: each pool is one managed group per zone, between two bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from slipway.components.aws.node_role import node_role
from slipway.components.aws.place import AwsPlace
from slipway.components.ownership import ignored

POOL_LABEL = "slipway.dev/pool"
"""On every node, with the pool's name."""

ROOT_DEVICE = "/dev/xvda"
"""Of Amazon Linux 2023."""


@dataclass(frozen=True, kw_only=True)
class NodePool:
    """Plain values: the groups are counted from them."""

    size: str
    min: int
    max: int
    disk_gb: int
    spot: bool


@dataclass(frozen=True, kw_only=True)
class NodeGroupsArgs:
    """What all pools share, and the pools by name."""

    place: AwsPlace
    cluster_name: Input[str]
    version: str
    subnet_ids: Sequence[Input[str]]
    """One per zone."""
    pools: Mapping[str, NodePool]
    key_arn: Input[str]
    repositories: Sequence[str]
    """ARN patterns of the repositories that nodes pull from."""
    tags: Mapping[str, str]
    """For instances, volumes and network cards: no provider's default tags reach those."""
    after: Sequence[pulumi.Resource] = ()
    """What nodes need to become ready, and what must outlive them at a tear-down."""


class NodeGroups(pulumi.ComponentResource):
    """Encrypted disks, no SSH, metadata out of the pods' reach; EKS tags them for the autoscaler.

    A group per zone, because a volume lives in one: of a group over three zones, the autoscaler
    can't ask for a node in the zone that a waiting database's disk is in.
    """

    groups: Sequence[aws.eks.NodeGroup]
    """All of them, of all pools."""

    def __init__(
        self, name: str, args: NodeGroupsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:NodeGroups", name, {}, opts)
        role, permissions = node_role(name, args.place, args.repositories, self)
        self.groups = [
            group
            for pool_name in args.pools
            for group in self._pool(name, pool_name, args, role, permissions)
        ]
        self.register_outputs({})

    def _pool(
        self,
        parent: str,
        label: str,
        args: NodeGroupsArgs,
        role: aws.iam.Role,
        permissions: Sequence[pulumi.Resource],
    ) -> list[aws.eks.NodeGroup]:
        name, pool = f"{parent}-{label}", args.pools[label]
        template = self._template(name, pool, args)
        bounds = spread(pool.min, pool.max, len(args.subnet_ids))
        return [
            aws.eks.NodeGroup(
                f"{name}-{index}",
                cluster_name=args.cluster_name,
                node_role_arn=role.arn,
                subnet_ids=[subnet],
                version=args.version,
                ami_type="AL2023_x86_64_STANDARD",
                capacity_type="SPOT" if pool.spot else "ON_DEMAND",
                instance_types=[pool.size],
                labels={POOL_LABEL: label},
                launch_template=aws.eks.NodeGroupLaunchTemplateArgs(
                    id=template.id, version=template.latest_version.apply(str)
                ),
                scaling_config=aws.eks.NodeGroupScalingConfigArgs(
                    min_size=low, max_size=high, desired_size=low
                ),
                update_config=aws.eks.NodeGroupUpdateConfigArgs(max_unavailable=1),
                node_repair_config=aws.eks.NodeGroupNodeRepairConfigArgs(enabled=True),
                tags={"Name": f"{name}-{index}"},
                opts=ResourceOptions(
                    parent=self,
                    depends_on=[*permissions, *args.after],
                    ignore_changes=ignored("aws:eks/nodeGroup:NodeGroup"),
                ),
            )
            for index, (subnet, (low, high)) in enumerate(zip(args.subnet_ids, bounds, strict=True))
            if high > 0
        ]

    def _template(self, name: str, pool: NodePool, args: NodeGroupsArgs) -> aws.ec2.LaunchTemplate:
        disk = aws.ec2.LaunchTemplateBlockDeviceMappingEbsArgs(
            volume_type="gp3",
            volume_size=pool.disk_gb,
            encrypted="true",
            kms_key_id=args.key_arn,
            delete_on_termination="true",
        )
        return aws.ec2.LaunchTemplate(
            f"{name}-template",
            description=f"Nodes of {name}",
            block_device_mappings=[
                aws.ec2.LaunchTemplateBlockDeviceMappingArgs(device_name=ROOT_DEVICE, ebs=disk)
            ],
            # One hop ends at the node: a pod that asks for the node's credentials gets no answer.
            metadata_options=aws.ec2.LaunchTemplateMetadataOptionsArgs(
                http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=1
            ),
            tag_specifications=[
                aws.ec2.LaunchTemplateTagSpecificationArgs(
                    resource_type=kind, tags={**args.tags, "Name": name}
                )
                for kind in ("instance", "volume", "network-interface")
            ],
            tags={"Name": name},
            opts=ResourceOptions(parent=self),
        )


def spread(low: int, high: int, zones: int) -> list[tuple[int, int]]:
    """A pool's bounds, divided over zones as evenly as whole nodes allow; the sums are the pool's.

    The first zones get the remainders, so every zone's lower bound is within its upper one.
    """

    def part(total: int, index: int) -> int:
        return total // zones + (1 if index < total % zones else 0)

    return [(part(low, index), part(high, index)) for index in range(zones)]
