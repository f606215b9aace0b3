"""EKS's own add-ons, pinned: the network before the nodes, the rest on them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.eks_versions import AddonName
from slipway.components.aws.place import AwsPlace
from slipway.components.aws.pod_identity import PodIdentity, PodIdentityArgs
from slipway.components.aws.policy_document import Statement, document

BEFORE_NODES: tuple[AddonName, ...] = ("vpc-cni", "kube-proxy", "eks-pod-identity-agent")
"""A node is ready when these run; at a tear-down they outlive the nodes, whose network cards
would otherwise stay behind and hold the subnets."""

ON_NODES: tuple[AddonName, ...] = ("coredns", "aws-ebs-csi-driver", "metrics-server")
"""These run as ordinary pods, and are active once there are nodes."""

_ACCOUNTS: Mapping[AddonName, str] = {
    "vpc-cni": "aws-node",
    "aws-ebs-csi-driver": "ebs-csi-controller-sa",
}
"""Service accounts of the add-ons that call AWS."""

_POLICIES: Mapping[AddonName, str] = {
    "vpc-cni": "AmazonEKS_CNI_Policy",
    "aws-ebs-csi-driver": "service-role/AmazonEBSCSIDriverPolicy",
}
"""AWS maintains these policies with the add-ons: an own copy would miss what an update needs."""


@dataclass(frozen=True, kw_only=True)
class AddonsArgs:
    """Some add-ons of one cluster."""

    place: AwsPlace
    cluster_name: Input[str]
    cluster_arn: str
    versions: Mapping[AddonName, str]
    """Of exactly the add-ons to install."""
    key_arn: Input[str]
    """Of the key that encrypts volumes."""
    tags: Mapping[str, str]
    """For the volumes that the driver makes: a volume left behind is found by them."""
    after: Sequence[pulumi.Resource] = ()
    """The nodes, for add-ons that run as ordinary pods."""


class Addons(pulumi.ComponentResource):
    """Network policies are enforced, and volumes carry the platform's tags."""

    installed: Sequence[pulumi.Resource]
    """What comes next waits for these."""

    def __init__(self, name: str, args: AddonsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:aws:Addons", name, {}, opts)
        self.installed = [
            self._addon(name, addon, version, args) for addon, version in args.versions.items()
        ]
        self.register_outputs({})

    def _addon(self, name: str, addon: AddonName, version: str, args: AddonsArgs) -> aws.eks.Addon:
        identity = self._identity(f"{name}-{addon}", addon, args)
        permissions = () if identity is None else identity.permissions
        return aws.eks.Addon(
            f"{name}-{addon}",
            cluster_name=args.cluster_name,
            addon_name=addon,
            addon_version=version,
            configuration_values=_settings(addon, args),
            pod_identity_associations=None
            if identity is None
            else [
                aws.eks.AddonPodIdentityAssociationArgs(
                    role_arn=identity.role_arn, service_account=_ACCOUNTS[addon]
                )
            ],
            # Pulumi owns the settings; a change made by hand is undone, not kept.
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            tags={"Name": f"{name}-{addon}"},
            opts=ResourceOptions(parent=self, depends_on=[*permissions, *args.after]),
        )

    def _identity(self, name: str, addon: AddonName, args: AddonsArgs) -> PodIdentity | None:
        if addon not in _ACCOUNTS:
            return None
        return PodIdentity(
            name,
            PodIdentityArgs(
                place=args.place,
                cluster_name=args.cluster_name,
                cluster_arn=args.cluster_arn,
                namespace="kube-system",
                service_account=_ACCOUNTS[addon],
                description=f"The add-on {addon}",
                managed_policies=[args.place.managed_policy(_POLICIES[addon])],
                policy=_volume_key(args.key_arn) if addon == "aws-ebs-csi-driver" else None,
                associated=False,
            ),
            ResourceOptions(parent=self),
        )


def _settings(addon: AddonName, args: AddonsArgs) -> Output[str] | None:
    match addon:
        case "vpc-cni":
            return Output.json_dumps({"enableNetworkPolicy": "true"})
        case "aws-ebs-csi-driver":
            return Output.json_dumps({"controller": {"extraVolumeTags": dict(args.tags)}})
        case _:
            return None


def _volume_key(key_arn: Input[str]) -> Output[str]:
    """AWS's policy for the driver speaks of no key but Amazon's own."""
    return document(
        [
            Statement(
                sid="VolumeKey",
                actions=["kms:Decrypt", "kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext"],
                resources=[key_arn],
            ),
            Statement(
                sid="VolumeKeyGrants",
                actions=["kms:CreateGrant"],
                resources=[key_arn],
                conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
            ),
        ]
    )
