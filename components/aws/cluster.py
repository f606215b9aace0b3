"""The Kubernetes cluster: EKS, entered by IAM alone; or one that exists."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.cluster_role import cluster_role
from slipway.components.aws.place import AwsPlace
from slipway.components.ownership import ignored

LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
"""Of the control plane: all that there are."""

ADMINISTRATOR = "AmazonEKSClusterAdminPolicy"


@dataclass(frozen=True, kw_only=True)
class ExistingCluster:
    """A cluster to use as it is, with its node pools, add-ons and administrators."""

    name: str
    endpoint: Input[str]
    certificate_authority: Input[str]
    security_group_id: Input[str]


@dataclass(frozen=True, kw_only=True)
class ClusterArgs:
    """The name is plain: roles, tags and log groups are made of it."""

    place: AwsPlace
    name: str
    version: str
    subnet_ids: Sequence[Input[str]]
    key_arn: Input[str]
    log_days: int
    production: bool
    administrators: Sequence[str] = ()
    """IAM roles; without any, whoever creates the cluster is its administrator."""
    open_to: Sequence[str] = ()
    """Blocks of addresses outside of the network that may reach the API server."""
    adopt: ExistingCluster | None = None


class Cluster(pulumi.ComponentResource):
    """Secrets are encrypted with the platform's key, and every control-plane log is kept."""

    name: Output[str]
    """Known once the cluster exists: what uses it waits for it."""

    arn: str
    """Made of the name, so that policies know it in a plan."""

    endpoint: Output[str]
    """Of the API server."""

    certificate_authority: Output[str]
    """Base64, as a kubeconfig takes it."""

    security_group_id: Output[str]
    """Of the control plane and all nodes: databases let this group in."""

    entries: Sequence[pulumi.Resource]
    """Administrators: whatever is deployed into the cluster waits for them."""

    def __init__(self, name: str, args: ClusterArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:aws:Cluster", name, {}, opts)
        self.arn = args.place.arn(
            "eks", f"cluster/{args.name if args.adopt is None else args.adopt.name}"
        )
        self.entries = ()
        if args.adopt is None:
            self._create(name, args)
        else:
            self.name = Output.from_input(args.adopt.name)
            self.endpoint = Output.from_input(args.adopt.endpoint)
            self.certificate_authority = Output.from_input(args.adopt.certificate_authority)
            self.security_group_id = Output.from_input(args.adopt.security_group_id)
        self.register_outputs({"name": self.name, "endpoint": self.endpoint})

    def _create(self, name: str, args: ClusterArgs) -> None:
        logs = aws.cloudwatch.LogGroup(
            f"{name}-logs",
            # EKS writes to this name; made here so that it's encrypted and forgets.
            name=f"/aws/eks/{args.name}/cluster",
            retention_in_days=args.log_days,
            kms_key_id=args.key_arn,
            opts=ResourceOptions(parent=self),
        )
        role, permissions = cluster_role(name, args.key_arn, args.place, self)
        cluster = aws.eks.Cluster(
            f"{name}-cluster",
            name=args.name,
            version=args.version,
            role_arn=role.arn,
            access_config=aws.eks.ClusterAccessConfigArgs(
                authentication_mode="API",
                bootstrap_cluster_creator_admin_permissions=not args.administrators,
            ),
            # Every add-on is one of EKS's own, pinned; see addons.py.
            bootstrap_self_managed_addons=False,
            deletion_protection=args.production,
            enabled_cluster_log_types=list(LOGS),
            encryption_config=aws.eks.ClusterEncryptionConfigArgs(
                provider=aws.eks.ClusterEncryptionConfigProviderArgs(key_arn=args.key_arn),
                resources=["secrets"],
            ),
            # Extended support costs six times as much; a version at its end is upgraded instead.
            upgrade_policy=aws.eks.ClusterUpgradePolicyArgs(support_type="STANDARD"),
            vpc_config=_vpc_config(args),
            tags={"Name": args.name},
            opts=ResourceOptions(
                parent=self,
                protect=args.production,
                depends_on=[logs, *permissions],
                ignore_changes=ignored("aws:eks/cluster:Cluster"),
            ),
        )
        self.name, self.endpoint = cluster.name, cluster.endpoint
        self.certificate_authority = cluster.certificate_authority.apply(_certificate)
        # With the id, which a plan can't know: the settings alone are known there without a group.
        group = cluster.vpc_config.apply(_security_group)
        self.security_group_id = Output.all(group, cluster.id).apply(_first)
        self.entries = [
            entry
            for index, principal in enumerate(args.administrators)
            for entry in self._administrator(f"{name}-administrator-{index}", args, principal)
        ]

    def _administrator(
        self, name: str, args: ClusterArgs, principal: str
    ) -> tuple[pulumi.Resource, pulumi.Resource]:
        entry = aws.eks.AccessEntry(
            name,
            cluster_name=self.name,
            principal_arn=principal,
            opts=ResourceOptions(parent=self),
        )
        policy = aws.eks.AccessPolicyAssociation(
            name,
            cluster_name=self.name,
            principal_arn=entry.principal_arn,
            policy_arn=f"arn:{args.place.partition}:eks::aws:cluster-access-policy/{ADMINISTRATOR}",
            access_scope=aws.eks.AccessPolicyAssociationAccessScopeArgs(type="cluster"),
            opts=ResourceOptions(parent=self),
        )
        return entry, policy


def _vpc_config(args: ClusterArgs) -> aws.eks.ClusterVpcConfigArgs:
    return aws.eks.ClusterVpcConfigArgs(
        subnet_ids=list(args.subnet_ids),
        endpoint_private_access=True,
        endpoint_public_access=bool(args.open_to),
        public_access_cidrs=list(args.open_to) or None,
    )


def _certificate(authority: aws.eks.outputs.ClusterCertificateAuthority) -> str:
    """EKS gives every cluster one; the schema can't say so."""
    return str(authority.data)


def _security_group(config: aws.eks.outputs.ClusterVpcConfig) -> str:
    """EKS gives every cluster a group; the schema can't say so."""
    return str(config.cluster_security_group_id)


def _first(values: Sequence[str]) -> str:
    return values[0]
