"""The identities of the managed platform: one per workload, made from the identity matrix."""

from collections.abc import Mapping

import pulumi
from pulumi import Output, ResourceOptions

from slipway.components.access.managed_grants import ABSENT, MANAGED_GRANTS
from slipway.components.access.matrix import Store, Workload
from slipway.components.aws import ml_rights
from slipway.components.aws.access_policy import AwsStore, policy_statements
from slipway.components.aws.policy_document import Statement
from slipway.components.aws.private_group import PrivateGroup, PrivateGroupArgs
from slipway.components.aws.service_role import ServiceRole, ServiceRoleArgs
from slipway.components.variants.managed_aws_args import ManagedAwsPlatformArgs

ENDPOINT_LOGS = "/aws/sagemaker/Endpoints"
JOB_LOGS = "/aws/sagemaker/ProcessingJobs"
STUDIO_LOGS = "/aws/sagemaker/studio"


class ManagedAwsRoles(pulumi.ComponentResource):
    """Roles, and the security groups that say what each reaches."""

    tracking: Output[str]
    """Of the tracking server."""

    model: Output[str]
    """Of every model's containers: it writes the capture and pulls the image."""

    job: Output[str]
    """Of drift jobs."""

    scheduler: Output[str]
    """Starts drift jobs."""

    models_group: Output[str]
    """Security group of endpoints: nothing in, nothing out."""

    jobs_group: Output[str]
    """Security group of drift jobs and notebooks: HTTPS out."""

    def __init__(
        self,
        name: str,
        args: ManagedAwsPlatformArgs,
        stores: Mapping[Store, AwsStore],
        opts: ResourceOptions | None = None,
    ) -> None:
        super().__init__("slipway:aws:ManagedRoles", name, {}, opts)
        self._args, self._stores = args, stores
        self.models_group = self._group("models", "Endpoints of models", https_out=False)
        self.jobs_group = self._group("jobs", "Drift jobs and notebooks", https_out=True)
        self.tracking = self._role(
            Workload.TRACKING,
            policy_statements(Workload.TRACKING, stores, absent=ABSENT),
            # The developer guide's list of resources that do name it has no tracking servers.
            names_its_account=False,
        )
        self.model = self._role(Workload.MODEL_SERVICE, self._of_models())
        self.job = self._role(Workload.DRIFT_MONITOR, self._of_jobs())
        self.scheduler = self._scheduler()
        self.register_outputs({})

    def studio(self, server_arn: str, groups: list[str]) -> Output[str]:
        """The role of notebooks."""
        statements = [
            *policy_statements(Workload.STUDIO, self._stores, more=MANAGED_GRANTS),
            *ml_rights.tracking_rights(server_arn),
            *ml_rights.package_rights(self._args.place, groups),
            *self._network(self.jobs_group),
            ml_rights.log_rights(self._args.place, STUDIO_LOGS),
        ]
        return self._role(Workload.STUDIO, statements)

    def _of_models(self) -> list[Statement]:
        args, place = self._args, self._args.place
        endpoints = [args.names.of_sagemaker(model) for model in args.released]
        found = [
            *policy_statements(Workload.MODEL_SERVICE, self._stores),
            *policy_statements(Workload.NODE, self._stores),
            *self._network(self.models_group),
            ml_rights.metric_rights(ENDPOINT_LOGS, "AWS/SageMaker"),
        ]
        if endpoints:
            logs = [f"{ENDPOINT_LOGS}/{endpoint}" for endpoint in endpoints]
            found += [
                ml_rights.log_rights(place, *logs),
                ml_rights.alarm_rights(place, *endpoints),
            ]
        return found

    def _of_jobs(self) -> list[Statement]:
        args = self._args
        return [
            *policy_statements(Workload.DRIFT_MONITOR, self._stores),
            *policy_statements(Workload.NODE, self._stores),
            *self._network(self.jobs_group),
            ml_rights.log_rights(args.place, JOB_LOGS),
            ml_rights.metric_rights(args.names.metrics, JOB_LOGS),
        ]

    def _scheduler(self) -> Output[str]:
        args = self._args
        role = ServiceRole(
            "scheduler",
            ServiceRoleArgs(
                place=args.place,
                service="scheduler",
                description=f"Starts the drift jobs of {args.names.name}",
                statements=ml_rights.job_rights(
                    args.place, jobs=args.names.jobs, job_role_arn=self.job, key_arn=args.key_arn
                ),
            ),
            ResourceOptions(parent=self),
        )
        return role.arn

    def _network(self, group: Output[str]) -> list[Statement]:
        network = self._args.network
        return ml_rights.network_rights(
            self._args.place,
            vpc_id=network.vpc_id,
            subnet_ids=network.subnet_ids,
            security_group_id=group,
        )

    def _group(self, name: str, description: str, *, https_out: bool) -> Output[str]:
        group = PrivateGroup(
            f"{name}-group",
            PrivateGroupArgs(
                vpc_id=self._args.network.vpc_id,
                description=f"{description} of {self._args.names.name}",
                https_out=https_out,
            ),
            ResourceOptions(parent=self),
        )
        return group.id

    def _role(
        self, workload: Workload, statements: list[Statement], *, names_its_account: bool = True
    ) -> Output[str]:
        role = ServiceRole(
            workload.value,
            ServiceRoleArgs(
                place=self._args.place,
                service="sagemaker",
                description=f"{workload.value} of {self._args.names.name}",
                statements=statements,
                names_its_account=names_its_account,
            ),
            ResourceOptions(parent=self),
        )
        return role.arn
