"""What the cloud-native platform on AWS is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi
from pulumi import Input

from slipway.components.aws.database import ExistingDatabase
from slipway.components.aws.place import AwsPlace
from slipway.components.kubernetes.network import MetricsReader
from slipway.components.variants.cluster_workloads_args import WorkloadImages
from slipway.components.variants.model_spec import ModelSpec
from slipway.components.variants.profile import EnvironmentProfile

ADMINISTRATOR, SESSION_KEY = "tracking-administrator", "tracking-session-key"
"""The two secrets of the tracking server, by name."""


@dataclass(frozen=True, kw_only=True)
class EksFacts:
    """The cluster as the services around it know it."""

    name: str
    """Plain: log groups are named after it."""
    created_name: Input[str]
    """The same, known once the cluster is there."""
    arn: str
    security_group_id: Input[str]
    """Of all nodes and pods: the database lets it in, the metrics collector uses it."""
    addons: bool
    """Whether the add-ons are ours to install; an adopted cluster has its own."""
    ready: Sequence[pulumi.Resource] = ()
    """Nodes and what they need: an add-on becomes active on them alone."""


@dataclass(frozen=True, kw_only=True)
class NetworkFacts:
    """Where the database and the metrics collector stand."""

    vpc_id: Input[str]
    subnet_ids: Sequence[Input[str]]


@dataclass(frozen=True, kw_only=True)
class DatabaseWishes:
    """What the config says about the database; None: the environment's default."""

    instance_class: str | None = None
    storage_gb: int = 20
    max_storage_gb: int = 100


@dataclass(frozen=True, kw_only=True)
class AdoptedServices:
    """What exists already; each is used and never changed.

    The keys are those that encrypt it, where they aren't the platform's own: without the right
    one no workload could read it.
    """

    bucket: str | None = None
    bucket_key: Input[str] | None = None
    database: ExistingDatabase | None = None
    database_key: Input[str] | None = None
    secrets: Mapping[str, Input[str]] | None = None
    """ARNs of `ADMINISTRATOR` and `SESSION_KEY`."""
    secrets_key: Input[str] | None = None
    metrics_workspace: str | None = None
    alert_topic: Input[str] | None = None


@dataclass(frozen=True, kw_only=True)
class CloudNativeServicesArgs:
    """The AWS side: everything but what runs in the cluster."""

    place: AwsPlace
    name: str
    scope: str
    """For worldwide names; see `global_name`."""
    profile: EnvironmentProfile
    key_arn: Input[str]
    network: NetworkFacts
    cluster: EksFacts
    repository_arns: str
    """Of the model images, for whoever releases."""
    database: DatabaseWishes = field(default_factory=DatabaseWishes)
    secrets_generation: int = 1
    alert_email: str | None = None
    dashboard_administrators: Sequence[str] = ()
    """Groups of IAM Identity Center; without any, no Grafana is made."""
    adopt: AdoptedServices = field(default_factory=AdoptedServices)


@dataclass(frozen=True, kw_only=True)
class ServiceFacts:
    """What the workloads need of the services; no field is a secret.

    The names are those under which one stack hands them to another.
    """

    artifacts_url: Input[str]
    request_log_url: Input[str]
    labels_url: Input[str]
    monitoring_url: Input[str]
    database_host: Input[str]
    database_user: Input[str]
    database_secret_arn: Input[str]
    administrator_secret_arn: Input[str]
    session_key_secret_arn: Input[str]
    metrics_url: Input[str]


@dataclass(frozen=True, kw_only=True)
class CloudNativeAwsPlatformArgs:
    """The cluster's side, and how people reach it."""

    region: str
    services: ServiceFacts
    registry: Input[str]
    """Where every image is, as an image's reference begins."""
    images: WorkloadImages
    metrics_readers: Sequence[MetricsReader]
    models: Sequence[ModelSpec] = ()
    administrator_password: Input[str] | None = None
    """None where another stack has made it, or a person."""
    storage_class: Input[str] | None = None
    model_nodes: Mapping[str, Input[str]] | None = None
