"""Notebooks for data scientists: a SageMaker Studio domain; or one that exists."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

IDLE_MINUTES = 120
"""A notebook's machine that nobody uses stops after so long."""


@dataclass(frozen=True, kw_only=True)
class MlDomainArgs:
    """Who may open it is IAM's matter, or Identity Center's where the team changes the mode."""

    domain: str
    """The domain's name, unique in account and region."""
    vpc_id: Input[str]
    subnet_ids: Sequence[Input[str]]
    security_group_id: Input[str]
    role_arn: Input[str]
    """What notebooks may do."""
    key_arn: Input[str]
    production: bool
    adopt: Input[str] | None = None
    """The id of a domain that exists, ``d-...``."""


class MlDomain(pulumi.ComponentResource):
    """Its traffic stays in the network, and its disks are encrypted with the platform's key."""

    id: Output[str]
    """The domain's id."""

    url: Output[str] | None
    """Where people open it; None for an adopted one."""

    def __init__(self, name: str, args: MlDomainArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:aws:MlDomain", name, {}, opts)
        if args.adopt is None:
            made = self._create(name, args)
            self.id, self.url = made.id, made.url
        else:
            self.id, self.url = Output.from_input(args.adopt), None
        self.register_outputs({"id": self.id})

    def _create(self, name: str, args: MlDomainArgs) -> aws.sagemaker.Domain:
        return aws.sagemaker.Domain(
            f"{name}-domain",
            domain_name=args.domain,
            auth_mode="IAM",
            app_network_access_type="VpcOnly",
            vpc_id=args.vpc_id,
            subnet_ids=list(args.subnet_ids),
            kms_key_id=args.key_arn,
            tag_propagation="ENABLED",
            default_user_settings=aws.sagemaker.DomainDefaultUserSettingsArgs(
                execution_role=args.role_arn,
                security_groups=[args.security_group_id],
                jupyter_lab_app_settings=_laboratory(),
                # Notebooks with their output are shared through git, not through a bucket.
                sharing_settings=aws.sagemaker.DomainDefaultUserSettingsSharingSettingsArgs(
                    notebook_output_option="Disabled"
                ),
            ),
            retention_policy=aws.sagemaker.DomainRetentionPolicyArgs(
                # People's homes: production's stay when the domain goes.
                home_efs_file_system="Retain" if args.production else "Delete"
            ),
            opts=ResourceOptions(parent=self, protect=args.production),
        )


def _laboratory() -> aws.sagemaker.DomainDefaultUserSettingsJupyterLabAppSettingsArgs:
    lab = aws.sagemaker.DomainDefaultUserSettingsJupyterLabAppSettingsArgs
    lifecycle = (
        aws.sagemaker.DomainDefaultUserSettingsJupyterLabAppSettingsAppLifecycleManagementArgs
    )
    idle = aws.sagemaker.DomainDefaultUserSettingsJupyterLabAppSettingsAppLifecycleManagementIdleSettingsArgs  # noqa: E501 -- the SDK's name for it
    return lab(
        app_lifecycle_management=lifecycle(
            idle_settings=idle(lifecycle_management="ENABLED", idle_timeout_in_minutes=IDLE_MINUTES)
        )
    )
