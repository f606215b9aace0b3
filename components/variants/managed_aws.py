"""The variant in which SageMaker does tracking, registry, serving and scheduling."""

from collections.abc import Mapping

import pulumi
import pulumi_aws as aws
from pulumi import Output, ResourceOptions

from slipway.components.access.managed_grants import MANAGED_GRANTS
from slipway.components.access.matrix import Store
from slipway.components.aws.access_policy import AwsStore, BucketPart, Repositories
from slipway.components.aws.alarms import Alarms, AlarmsArgs
from slipway.components.aws.alert_topic import AlertTopic, AlertTopicArgs
from slipway.components.aws.drift_schedule import DriftStoreUrls
from slipway.components.aws.job_failures import JobFailures, JobFailuresArgs
from slipway.components.aws.ml_domain import MlDomain, MlDomainArgs
from slipway.components.aws.ml_rights import package_rights, tracking_rights
from slipway.components.aws.ml_tracking_server import MlTrackingServer, MlTrackingServerArgs
from slipway.components.aws.object_store import AwsObjectStore, AwsObjectStoreArgs
from slipway.components.aws.release_rights import ReleaseRights, ReleaseRightsArgs
from slipway.components.variants.managed_aws_args import ManagedAwsPlatformArgs
from slipway.components.variants.managed_aws_models import (
    MlSurroundings,
    package_group,
    serve,
    verdict_alarms,
    watch,
)
from slipway.components.variants.managed_aws_roles import ManagedAwsRoles
from slipway.components.variants.platform import PlatformUrls, ServedModel

PUBLISHERS = ("cloudwatch", "events")
"""Whose alerts there are: no managed Prometheus watches this variant."""


class ManagedAwsPlatform(pulumi.ComponentResource):
    """No cluster, and nothing that runs but the tracking server and the released models."""

    tracking_url: Output[str]
    """Base address of the managed MLflow server; requests are signed."""

    model_registry_uri: Output[str]
    """The server's ARN, which MLflow takes with the plugin sagemaker-mlflow."""

    urls: PlatformUrls
    """Addresses as the operator reaches them."""

    models: Mapping[str, ServedModel]
    """The released models by name."""

    tracking_login: None
    """There is none: IAM says who may do what."""

    object_store_keys: None
    """There are none: S3 is entered by identity."""

    studio_url: Output[str] | None
    """Where data scientists open Studio; None without a domain of the platform's own."""

    package_groups: Mapping[str, str]
    """SageMaker's model package group by model."""

    release_policy_arn: Output[str]
    """For the team's CI."""

    def __init__(
        self, name: str, args: ManagedAwsPlatformArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:ManagedPlatform", name, {}, opts)
        self._args, self._child = args, ResourceOptions(parent=self)
        store = AwsObjectStore("store", self._object_store(), self._child)
        stores = self._stores(store)
        roles = ManagedAwsRoles("roles", args, stores, self._child)
        tracking = MlTrackingServer("tracking", self._tracking(store, roles), self._child)
        self.package_groups = {one.name: self._group(one.name) for one in args.models}
        groups = list(self.package_groups.values())
        around = self._surroundings(store, roles)
        self._registry_and_watch(around)
        self.models = {
            model.name: serve(around, model, model.release)
            for model in args.models
            if model.release is not None
        }
        self.studio_url = self._studio(roles, tracking, groups)
        self.release_policy_arn = self._release(stores, tracking, groups)
        self.tracking_url = tracking.url
        self.model_registry_uri = Output.from_input(tracking.arn)
        self.tracking_login = self.object_store_keys = None
        self.urls = PlatformUrls(
            tracking=tracking.url,
            registry=Output.from_input(args.registry),
            object_store=store.locations[Store.ARTIFACTS].url,
            monitoring=store.locations[Store.MONITORING].url,
        )
        self.register_outputs({"trackingUrl": self.tracking_url})

    def _object_store(self) -> AwsObjectStoreArgs:
        args = self._args
        return AwsObjectStoreArgs(
            place=args.place,
            name=args.names.name,
            scope=args.names.scope,
            key_arn=args.key_arn,
            production=args.profile.production,
            noncurrent_days=args.profile.backup_days,
            log_days=args.profile.log_days,
            adopt_bucket=args.adopt.bucket,
        )

    def _stores(self, store: AwsObjectStore) -> dict[Store, AwsStore]:
        """The identity matrix' stores, as the policies name them."""
        args = self._args
        key = args.key_arn if args.adopt.bucket is None else args.adopt.bucket_key
        buckets = {
            one: BucketPart(arn=at.bucket_arn, prefix=at.prefix, key_arn=key)
            for one, at in store.locations.items()
        }
        return {**buckets, Store.IMAGES: Repositories(arns=[args.repository_arns])}

    def _tracking(self, store: AwsObjectStore, roles: ManagedAwsRoles) -> MlTrackingServerArgs:
        args = self._args
        return MlTrackingServerArgs(
            place=args.place,
            server=args.names.of_sagemaker("tracking"),
            size=args.tracking_size,
            artifacts_url=store.locations[Store.ARTIFACTS].url,
            role_arn=roles.tracking,
            production=args.profile.production,
            adopt=args.adopt.tracking_server,
        )

    def _group(self, model: str) -> str:
        args = self._args
        return args.adopt.package_groups.get(model, args.names.of_sagemaker(model))

    def _surroundings(self, store: AwsObjectStore, roles: ManagedAwsRoles) -> MlSurroundings:
        args = self._args
        topic = AlertTopic(
            "alerts",
            AlertTopicArgs(
                place=args.place,
                key_arn=args.key_arn,
                email=args.alert_email,
                publishers=PUBLISHERS,
                adopt=args.adopt.alert_topic,
            ),
            self._child,
        )
        schedules = aws.scheduler.ScheduleGroup(
            "schedules", name=args.names.schedule(""), opts=self._child
        )
        urls = {one: at.url for one, at in store.locations.items()}
        return MlSurroundings(
            args=args,
            roles=roles,
            stores=DriftStoreUrls(
                request_log=urls[Store.REQUEST_LOG],
                labels=urls[Store.LABELS],
                monitoring=urls[Store.MONITORING],
            ),
            topic_arn=topic.arn,
            schedule_group=schedules.name,
            opts=self._child,
        )

    def _registry_and_watch(self, around: MlSurroundings) -> None:
        """What every model has, released or not, and what tells of its jobs."""
        args = self._args
        for model in args.models:
            package_group(around, model)
            watch(around, model)
        JobFailures(
            "job-failures",
            JobFailuresArgs(
                name=f"{args.names.name}-drift-jobs",
                jobs=args.names.jobs,
                schedule_group=args.names.schedule(""),
                topic_arn=around.topic_arn,
            ),
            self._child,
        )
        alarms = verdict_alarms(around)
        Alarms(
            "verdicts",
            AlarmsArgs(name=args.names.name, alarms=alarms, topic_arn=around.topic_arn),
            self._child,
        )

    def _studio(
        self, roles: ManagedAwsRoles, tracking: MlTrackingServer, groups: list[str]
    ) -> Output[str] | None:
        args = self._args
        if not args.studio:
            return None
        domain = MlDomain(
            "studio",
            MlDomainArgs(
                domain=args.names.of_sagemaker("studio"),
                vpc_id=args.network.vpc_id,
                subnet_ids=args.network.subnet_ids,
                security_group_id=roles.jobs_group,
                role_arn=roles.studio(tracking.arn, groups),
                key_arn=args.key_arn,
                production=args.profile.production,
                adopt=args.adopt.domain,
            ),
            self._child,
        )
        return domain.url

    def _release(
        self, stores: dict[Store, AwsStore], tracking: MlTrackingServer, groups: list[str]
    ) -> Output[str]:
        args = self._args
        rights = ReleaseRights(
            "release",
            ReleaseRightsArgs(
                name=f"{args.names.name}-release",
                stores=stores,
                more=MANAGED_GRANTS,
                statements=[
                    *tracking_rights(tracking.arn),
                    *package_rights(args.place, groups),
                ],
            ),
            self._child,
        )
        return rights.policy_arn
