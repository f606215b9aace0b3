"""Managed Grafana over the platform's series and alarms: optional, since it's billed per user."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import Statement, document, trust

READ_SERIES = (
    "aps:QueryMetrics",
    "aps:GetSeries",
    "aps:GetLabels",
    "aps:GetMetricMetadata",
    "aps:DescribeWorkspace",
)
READ_METRICS = (
    "cloudwatch:DescribeAlarms",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
)


@dataclass(frozen=True, kw_only=True)
class DashboardsArgs:
    """People log in through IAM Identity Center, which the organisation has to have."""

    place: AwsPlace
    name: str
    workspace_arn: Input[str]
    key_arn: Input[str]
    administrators: Sequence[str]
    """Ids of Identity Center groups."""


class Dashboards(pulumi.ComponentResource):
    """Reads; nothing that it shows can be changed through it."""

    url: Output[str]
    """Where people open it."""

    def __init__(
        self, name: str, args: DashboardsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:Dashboards", name, {}, opts)
        child = ResourceOptions(parent=self)
        role = aws.iam.Role(
            f"{name}-role",
            description="Grafana reads series and alarms",
            assume_role_policy=trust(
                "grafana.amazonaws.com",
                StringEquals={"aws:SourceAccount": args.place.account},
            ),
            opts=child,
        )
        policy = aws.iam.RolePolicy(
            f"{name}-policy", role=role.id, policy=document(_statements(args)), opts=child
        )
        workspace = aws.grafana.Workspace(
            f"{name}-workspace",
            name=args.name,
            account_access_type="CURRENT_ACCOUNT",
            authentication_providers=["AWS_SSO"],
            permission_type="CUSTOMER_MANAGED",
            data_sources=["PROMETHEUS", "CLOUDWATCH"],
            kms_key_id=args.key_arn,
            role_arn=role.arn,
            opts=ResourceOptions(parent=self, depends_on=[policy]),
        )
        aws.grafana.RoleAssociation(
            f"{name}-administrators",
            workspace_id=workspace.id,
            role="ADMIN",
            group_ids=list(args.administrators),
            opts=child,
        )
        self.url = Output.format("https://{}", workspace.endpoint)
        self.register_outputs({"url": self.url})


def _statements(args: DashboardsArgs) -> list[Statement]:
    return [
        Statement(sid="Series", actions=READ_SERIES, resources=[args.workspace_arn]),
        Statement(
            sid="Metrics",
            actions=READ_METRICS,
            resources=["*"],
            wildcard_reason="CloudWatch's metrics have no ARN that a policy could name",
        ),
    ]
