"""What passed through a network, kept for a while."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, ResourceOptions

from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import Statement, document, trust


@dataclass(frozen=True, kw_only=True)
class FlowLogsArgs:
    """A log group of its own, encrypted with the platform's key."""

    place: AwsPlace
    vpc_id: Input[str]
    log_group: str
    days: int
    key_arn: Input[str]


class FlowLogs(pulumi.ComponentResource):
    """Accepted and rejected traffic; the role that writes it can write nothing else."""

    def __init__(self, name: str, args: FlowLogsArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:aws:FlowLogs", name, {}, opts)
        child, place = ResourceOptions(parent=self), args.place
        group = aws.cloudwatch.LogGroup(
            f"{name}-group",
            name=args.log_group,
            retention_in_days=args.days,
            kms_key_id=args.key_arn,
            opts=child,
        )
        role = aws.iam.Role(
            f"{name}-role",
            description="Writes the network's flow logs",
            assume_role_policy=trust(
                "vpc-flow-logs.amazonaws.com",
                StringEquals={"aws:SourceAccount": place.account},
            ),
            opts=child,
        )
        here = place.arn("logs", f"log-group:{args.log_group}")
        policy = aws.iam.RolePolicy(
            f"{name}-policy",
            role=role.id,
            policy=document(
                [
                    Statement(
                        sid="WriteThisGroup",
                        actions=[
                            "logs:CreateLogStream",
                            "logs:PutLogEvents",
                            "logs:DescribeLogStreams",
                        ],
                        resources=[here, f"{here}:*"],
                    ),
                    Statement(
                        sid="FindGroups",
                        actions=["logs:DescribeLogGroups"],
                        resources=[place.arn("logs", "log-group:*")],
                    ),
                ]
            ),
            opts=child,
        )
        aws.ec2.FlowLog(
            f"{name}-log",
            vpc_id=args.vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.arn,
            iam_role_arn=role.arn,
            max_aggregation_interval=60,
            tags={"Name": name},
            opts=ResourceOptions(parent=self, depends_on=[policy]),
        )
        self.register_outputs({})
