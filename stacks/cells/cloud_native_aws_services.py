"""From the target's config to what the cloud-native services on AWS are told."""

from slipway.components.aws.database import ExistingDatabase
from slipway.components.variants.cloud_native_aws_args import (
    ADMINISTRATOR,
    SESSION_KEY,
    AdoptedServices,
    CloudNativeServicesArgs,
    DatabaseWishes,
    EksFacts,
    NetworkFacts,
)
from slipway.stacks.cells.aws_foundation import LandingZone
from slipway.stacks.cells.eks_foundation import EksFoundation
from slipway.stacks.config.targets.aws import AwsTarget


def services_args(
    target: AwsTarget, zone: LandingZone, foundation: EksFoundation
) -> CloudNativeServicesArgs:
    """The services' args for this network and cluster."""
    cluster, grafana = foundation.cluster, target.grafana
    adopted = target.cluster.adopt
    return CloudNativeServicesArgs(
        place=zone.place,
        name=zone.name,
        scope=zone.scope,
        profile=zone.profile,
        key_arn=zone.key.arn,
        network=NetworkFacts(
            vpc_id=zone.network.vpc_id, subnet_ids=zone.network.private_subnet_ids
        ),
        cluster=EksFacts(
            name=zone.name if adopted is None else adopted.name,
            created_name=cluster.name,
            arn=cluster.arn,
            security_group_id=cluster.security_group_id,
            addons=adopted is None,
            ready=foundation.ready,
        ),
        repository_arns=zone.registry.repository_arns,
        database=DatabaseWishes(
            instance_class=target.database.instance_class,
            storage_gb=target.database.storage_gb,
            max_storage_gb=target.database.max_storage_gb,
        ),
        secrets_generation=target.secrets_generation,
        alert_email=target.alerts.email,
        dashboard_administrators=() if grafana is None else grafana.administrators,
        adopt=_adopted(target),
    )


def _adopted(target: AwsTarget) -> AdoptedServices:
    adopt, database = target.adopt, target.database.adopt
    secrets = adopt.tracking_secrets
    return AdoptedServices(
        bucket=adopt.bucket,
        bucket_key=adopt.bucket_key,
        database=None
        if database is None
        else ExistingDatabase(host=database.host, user=database.user, secret_arn=database.secret),
        database_key=None if database is None else database.secret_key,
        secrets=None
        if secrets is None
        else {ADMINISTRATOR: secrets.administrator, SESSION_KEY: secrets.session_key},
        secrets_key=None if secrets is None else secrets.key,
        metrics_workspace=adopt.metrics_workspace,
        alert_topic=adopt.alert_topic,
    )
