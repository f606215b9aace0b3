"""What containers write, in CloudWatch: shipped by EKS's own add-on into groups that forget."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace
from slipway.components.aws.pod_identity import PodIdentity, PodIdentityArgs
from slipway.components.aws.policy_document import Statement, document

ADDON = "amazon-cloudwatch-observability"
VERSION = "v6.4.0-eksbuild.1"
"""Read 2026-11-25 in a public Terraform module for Kubernetes 1.34; not checked against AWS."""
NAMESPACE, SERVICE_ACCOUNT = "amazon-cloudwatch", "cloudwatch-agent"
"""The add-on's own."""
STREAMS = ("application", "dataplane", "host", "performance")
"""The groups that it writes to, below ``/aws/containerinsights/<cluster>``."""
SETTINGS = {
    "containerLogs": {"enabled": True},
    # Managed Prometheus has the platform's metrics; the enhanced ones here are billed one by one.
    "agent": {
        "config": {
            "logs": {"metrics_collected": {"kubernetes": {"enhanced_container_insights": False}}}
        }
    },
}


@dataclass(frozen=True, kw_only=True)
class ContainerLogsArgs:
    """`cluster` is plain: the groups are named after it before the add-on is there."""

    place: AwsPlace
    cluster: str
    cluster_name: Input[str]
    """The same name, known once the cluster is there."""
    cluster_arn: str
    days: int
    key_arn: Input[str]


class ContainerLogs(pulumi.ComponentResource):
    """The shipper may write to these groups and make none: a new one would never forget."""

    application_group: str
    """Where the lines of the platform's and the models' containers are."""

    def __init__(
        self, name: str, args: ContainerLogsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:ContainerLogs", name, {}, opts)
        child = ResourceOptions(parent=self)
        groups = [
            aws.cloudwatch.LogGroup(
                f"{name}-{stream}",
                name=group(args.cluster, stream),
                retention_in_days=args.days,
                kms_key_id=args.key_arn,
                opts=child,
            )
            for stream in STREAMS
        ]
        identity = PodIdentity(
            f"{name}-shipper",
            PodIdentityArgs(
                place=args.place,
                cluster_name=args.cluster_name,
                cluster_arn=args.cluster_arn,
                namespace=NAMESPACE,
                service_account=SERVICE_ACCOUNT,
                description="Ships the logs of containers to CloudWatch",
                policy=document(_statements(args)),
                associated=False,
            ),
            child,
        )
        aws.eks.Addon(
            f"{name}-addon",
            addon_name=ADDON,
            addon_version=VERSION,
            cluster_name=args.cluster_name,
            configuration_values=Output.json_dumps(SETTINGS),
            pod_identity_associations=[
                aws.eks.AddonPodIdentityAssociationArgs(
                    role_arn=identity.role_arn, service_account=SERVICE_ACCOUNT
                )
            ],
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            opts=ResourceOptions(parent=self, depends_on=[*groups, *identity.permissions]),
        )
        self.application_group = group(args.cluster, "application")
        self.register_outputs({"applicationGroup": self.application_group})


def group(cluster: str, stream: str) -> str:
    """The name that the add-on gives to a group."""
    return f"/aws/containerinsights/{cluster}/{stream}"


def _statements(args: ContainerLogsArgs) -> list[Statement]:
    groups = [args.place.arn("logs", f"log-group:{group(args.cluster, one)}") for one in STREAMS]
    return [
        Statement(
            sid="WriteTheseGroups",
            actions=["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
            resources=[one for name in groups for one in (name, f"{name}:*")],
        ),
        Statement(
            sid="FindGroups",
            actions=["logs:DescribeLogGroups"],
            resources=[args.place.arn("logs", "log-group:*")],
        ),
        Statement(
            sid="DescribeItsNode",
            actions=["ec2:DescribeInstances", "ec2:DescribeTags", "ec2:DescribeVolumes"],
            resources=["*"],
            wildcard_reason="EC2's Describe actions know no resource",
        ),
    ]
