"""The AWS side of the cloud-native platform: data, secrets, identities, and what watches them."""

import pulumi
from pulumi import Output, ResourceOptions

from slipway.components.access.matrix import Store, Workload
from slipway.components.aws.access_policy import (
    AwsStore,
    BucketPart,
    Repositories,
    Secrets,
    workload_policy,
)
from slipway.components.aws.database import AwsDatabase, AwsDatabaseArgs
from slipway.components.aws.object_store import AwsObjectStore, AwsObjectStoreArgs
from slipway.components.aws.pod_identity import PodIdentity, PodIdentityArgs
from slipway.components.aws.release_rights import ReleaseRights, ReleaseRightsArgs
from slipway.components.aws.secrets import AwsSecrets, AwsSecretsArgs
from slipway.components.aws.secrets_driver import SecretsDriver, SecretsDriverArgs
from slipway.components.variants.cloud_native_aws_args import (
    ADMINISTRATOR,
    SESSION_KEY,
    CloudNativeServicesArgs,
    ServiceFacts,
)
from slipway.components.variants.cloud_native_aws_watch import CloudNativeAwsWatch
from slipway.components.variants.cluster_workloads_args import DATABASES, SERVICE_ACCOUNTS

PURPOSES = {
    ADMINISTRATOR: "Password of the tracking server's first administrator",
    SESSION_KEY: "Signs the sessions of the tracking server's users",
}


class CloudNativeAwsServices(pulumi.ComponentResource):
    """Needs nothing of the cluster but its name: no resource here asks the API server."""

    facts: ServiceFacts
    """What the workloads need of it."""

    administrator_password: Output[str] | None
    """A secret output; None when the secret was adopted."""

    watch: CloudNativeAwsWatch
    """Metrics, alerts and logs."""

    release_policy_arn: Output[str]
    """For the team's CI."""

    ready: list[pulumi.Resource]
    """Workloads wait for these: their rights, and what mounts their secrets."""

    def __init__(
        self, name: str, args: CloudNativeServicesArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:CloudNativeServices", name, {}, opts)
        self._args, self._child = args, ResourceOptions(parent=self)
        store = AwsObjectStore("store", self._object_store(), self._child)
        database = AwsDatabase("database", self._database(), self._child)
        secrets = AwsSecrets("secrets", self._secrets(), self._child)
        self.watch = CloudNativeAwsWatch("watch", args, database.identifier, self._child)
        stores = self._stores(store, database, secrets)
        identities = [self._identity(one, stores) for one in SERVICE_ACCOUNTS]
        self.release_policy_arn = ReleaseRights(
            "release", ReleaseRightsArgs(name=f"{args.name}-release", stores=stores), self._child
        ).policy_arn
        self.administrator_password = secrets.values.get(ADMINISTRATOR)
        self.facts = _facts(store, database, secrets, self.watch)
        self.ready = [*identities, *self._secrets_driver()]
        self.register_outputs({"releasePolicyArn": self.release_policy_arn})

    def _object_store(self) -> AwsObjectStoreArgs:
        args = self._args
        return AwsObjectStoreArgs(
            place=args.place,
            name=args.name,
            scope=args.scope,
            key_arn=args.key_arn,
            production=args.profile.production,
            noncurrent_days=args.profile.backup_days,
            log_days=args.profile.log_days,
            adopt_bucket=args.adopt.bucket,
        )

    def _database(self) -> AwsDatabaseArgs:
        args, wishes = self._args, self._args.database
        return AwsDatabaseArgs(
            name=args.name,
            scope=args.scope,
            profile=args.profile,
            vpc_id=args.network.vpc_id,
            subnet_ids=args.network.subnet_ids,
            clients={"cluster": args.cluster.security_group_id},
            key_arn=args.key_arn,
            database=DATABASES[0],
            instance_class=wishes.instance_class,
            storage_gb=wishes.storage_gb,
            max_storage_gb=wishes.max_storage_gb,
            adopt=args.adopt.database,
        )

    def _secrets(self) -> AwsSecretsArgs:
        args = self._args
        return AwsSecretsArgs(
            name=args.name,
            purposes=PURPOSES,
            key_arn=args.key_arn,
            production=args.profile.production,
            rotation=args.secrets_generation,
            adopt=args.adopt.secrets,
        )

    def _stores(
        self, store: AwsObjectStore, database: AwsDatabase, secrets: AwsSecrets
    ) -> dict[Store, AwsStore]:
        """The identity matrix' stores, as the policies name them."""
        args, adopt = self._args, self._args.adopt
        bucket_key = args.key_arn if adopt.bucket is None else adopt.bucket_key
        database_key = args.key_arn if adopt.database is None else adopt.database_key
        secrets_key = args.key_arn if adopt.secrets is None else adopt.secrets_key
        buckets = {
            one: BucketPart(arn=at.bucket_arn, prefix=at.prefix, key_arn=bucket_key)
            for one, at in store.locations.items()
        }
        return {
            **buckets,
            Store.DATABASE: Secrets(arns=[database.secret_arn], key_arn=database_key),
            Store.TRACKING_SECRETS: Secrets(
                arns=[secrets.arns[one] for one in PURPOSES], key_arn=secrets_key
            ),
            Store.IMAGES: Repositories(arns=[args.repository_arns]),
        }

    def _identity(self, workload: Workload, stores: dict[Store, AwsStore]) -> PodIdentity:
        args, account = self._args, SERVICE_ACCOUNTS[workload]
        return PodIdentity(
            f"{workload.value}-identity",
            PodIdentityArgs(
                place=args.place,
                cluster_name=args.cluster.created_name,
                cluster_arn=args.cluster.arn,
                namespace=account.namespace,
                service_account=account.name,
                description=f"{workload.value} of {args.name}",
                policy=workload_policy(workload, stores),
            ),
            self._child,
        )

    def _secrets_driver(self) -> list[pulumi.Resource]:
        if not self._args.cluster.addons:
            return []
        cluster = self._args.cluster
        return [
            SecretsDriver(
                "secrets-driver",
                SecretsDriverArgs(cluster_name=cluster.created_name),
                ResourceOptions(parent=self, depends_on=list(cluster.ready)),
            )
        ]


def _facts(
    store: AwsObjectStore, database: AwsDatabase, secrets: AwsSecrets, watch: CloudNativeAwsWatch
) -> ServiceFacts:
    urls = {one: at.url for one, at in store.locations.items()}
    return ServiceFacts(
        artifacts_url=urls[Store.ARTIFACTS],
        request_log_url=urls[Store.REQUEST_LOG],
        labels_url=urls[Store.LABELS],
        monitoring_url=urls[Store.MONITORING],
        database_host=database.host,
        database_user=database.user,
        database_secret_arn=database.secret_arn,
        administrator_secret_arn=secrets.arns[ADMINISTRATOR],
        session_key_secret_arn=secrets.arns[SESSION_KEY],
        metrics_url=watch.metrics.query_url,
    )
