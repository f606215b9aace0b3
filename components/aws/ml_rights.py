"""What SageMaker itself asks of a role, besides the stores of the identity matrix."""

from collections.abc import Sequence

from pulumi import Input, Output

from slipway.components.aws.place import AwsPlace
from slipway.components.aws.policy_document import Statement


def network_rights(
    place: AwsPlace,
    *,
    vpc_id: Input[str],
    subnet_ids: Sequence[Input[str]],
    security_group_id: Input[str],
) -> list[Statement]:
    """Interfaces in these subnets and this group; SageMaker makes them with the role's rights.

    The actions are those of SageMaker's developer guide ("Roles", section on a private VPC).
    """
    interfaces = place.arn("ec2", "network-interface/*")
    subnets = [Output.format("{}{}", place.arn("ec2", "subnet/"), one) for one in subnet_ids]
    group = Output.format("{}{}", place.arn("ec2", "security-group/"), security_group_id)
    here = {"ArnEquals": {"ec2:Vpc": Output.format("{}{}", place.arn("ec2", "vpc/"), vpc_id)}}
    return [
        Statement(
            sid="MakeInterfaces",
            actions=["ec2:CreateNetworkInterface"],
            resources=[interfaces, *subnets, group],
        ),
        Statement(
            sid="UseInterfaces",
            actions=[
                "ec2:CreateNetworkInterfacePermission",
                "ec2:DeleteNetworkInterface",
                "ec2:DeleteNetworkInterfacePermission",
            ],
            resources=[interfaces],
            conditions=here,
        ),
        Statement(
            sid="SeeNetworks",
            actions=[
                "ec2:DescribeDhcpOptions",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
            ],
            resources=["*"],
            wildcard_reason="EC2's Describe actions know no resource",
        ),
    ]


def log_rights(place: AwsPlace, *groups: str) -> Statement:
    """Writes to these log groups (names, or beginnings of names that end in ``*``)."""
    found = [place.arn("logs", f"log-group:{group}") for group in groups]
    return Statement(
        sid="WriteLogs",
        actions=[
            "logs:CreateLogGroup",
            "logs:CreateLogStream",
            "logs:DescribeLogStreams",
            "logs:PutLogEvents",
        ],
        resources=[*found, *(f"{one}:*" for one in found)],
    )


def metric_rights(*namespaces: str) -> Statement:
    """Puts metrics into these namespaces of CloudWatch and no others."""
    return Statement(
        sid="PutMetrics",
        actions=["cloudwatch:PutMetricData"],
        resources=["*"],
        conditions={"StringEquals": {"cloudwatch:namespace": list(namespaces)}},
        wildcard_reason="this action knows no resource; the condition names the namespaces",
    )


def alarm_rights(place: AwsPlace, *endpoints: str) -> Statement:
    """Reads the alarms that undo a release; SageMaker does it with the model's role."""
    return Statement(
        sid="SeeRollbackAlarms",
        actions=["cloudwatch:DescribeAlarms"],
        resources=[place.arn("cloudwatch", f"alarm:{endpoint}-*") for endpoint in endpoints],
    )


def job_rights(
    place: AwsPlace, *, jobs: str, job_role_arn: Input[str], key_arn: Input[str]
) -> list[Statement]:
    """Starts processing jobs whose names begin so, under one role and on encrypted volumes."""
    return [
        Statement(
            sid="StartJobs",
            actions=["sagemaker:AddTags", "sagemaker:CreateProcessingJob"],
            resources=[place.arn("sagemaker", f"processing-job/{jobs}-*")],
        ),
        Statement(
            sid="HandOverRole",
            actions=["iam:PassRole"],
            resources=[job_role_arn],
            conditions={"StringEquals": {"iam:PassedToService": "sagemaker.amazonaws.com"}},
        ),
        Statement(
            sid="EncryptVolumes",
            actions=["kms:CreateGrant"],
            resources=[key_arn],
            conditions={"Bool": {"kms:GrantIsForAWSResource": "true"}},
        ),
        Statement(sid="SeeKey", actions=["kms:DescribeKey"], resources=[key_arn]),
    ]


def tracking_rights(server_arn: Input[str]) -> list[Statement]:
    """Everything that MLflow's clients do on one managed server."""
    return [
        Statement(
            sid="FindTrackingServer",
            actions=[
                "sagemaker:CreatePresignedMlflowTrackingServerUrl",
                "sagemaker:DescribeMlflowTrackingServer",
            ],
            resources=[server_arn],
        ),
        Statement(
            sid="UseTrackingServer",
            actions=["sagemaker-mlflow:*"],
            resources=[server_arn],
            wildcard_reason="each call of MLflow's API is an action, and clients make nearly all",
        ),
    ]


def package_rights(place: AwsPlace, groups: Sequence[str]) -> list[Statement]:
    """Adds versions to these groups of the model registry, and approves them."""
    of_groups = [place.arn("sagemaker", f"model-package-group/{group}") for group in groups]
    packages = [place.arn("sagemaker", f"model-package/{group}/*") for group in groups]
    if not groups:
        return []
    return [
        Statement(
            sid="ModelPackages",
            actions=[
                "sagemaker:AddTags",
                "sagemaker:CreateModelPackage",
                "sagemaker:DescribeModelPackage",
                "sagemaker:DescribeModelPackageGroup",
                "sagemaker:UpdateModelPackage",
            ],
            resources=[*of_groups, *packages],
        ),
        Statement(
            sid="ListModelPackages",
            actions=["sagemaker:ListModelPackages"],
            resources=["*"],
            wildcard_reason="this action knows no resource",
        ),
    ]
