"""What the workloads on a managed cluster are told of the cloud around them.

`ClusterWorkloads(name, args, opts)` takes these and gives back `tracking_url`, `models` (as the
`Platform` protocol has them) and `pushgateway_url`. What the cloud's Prometheus needs is data,
known before anything is made: `cluster_rules(models)` and `cluster_scraping()` of
`components/variants/cluster_metrics.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from pulumi import Input

from slipway.components.access.matrix import Workload
from slipway.components.kubernetes.backends import DatabaseAccess
from slipway.components.kubernetes.network import MetricsReader
from slipway.components.kubernetes.vault import Vault
from slipway.components.variants.model_spec import ModelSpec
from slipway.components.variants.open_source_urls import PLATFORM_NAMESPACE
from slipway.components.variants.watched_models import MODELS_NAMESPACE

DATABASES = ("mlflow", "mlflow_auth")
"""Runs and models; logins. The database's user owns both, or may make them."""


@dataclass(frozen=True, kw_only=True)
class ServiceAccountName:
    """A service account as clouds name it when they bind an identity to it."""

    namespace: str
    name: str

    @property
    def subject(self) -> str:
        """The subject of its tokens: what an Azure federated credential trusts."""
        return f"system:serviceaccount:{self.namespace}:{self.name}"


SERVICE_ACCOUNTS: Mapping[Workload, ServiceAccountName] = {
    Workload.TRACKING: ServiceAccountName(namespace=PLATFORM_NAMESPACE, name="tracking"),
    Workload.MODEL_SERVICE: ServiceAccountName(namespace=MODELS_NAMESPACE, name="model-service"),
    Workload.DRIFT_MONITOR: ServiceAccountName(namespace=MODELS_NAMESPACE, name="drift-monitor"),
}
"""Who has an identity of its own here; the accounts are made by `ClusterWorkloads`.

The cloud's side (pod identity association, federated credential) is made from these names, so it
needs nothing of the cluster.
"""


@dataclass(frozen=True, kw_only=True)
class WorkloadIdentity:
    """What a service account and its pods carry so that the cloud knows them.

    Azure: annotation ``azure.workload.identity/client-id`` and pod label
    ``azure.workload.identity/use: "true"``. EKS pod identity: neither, and `agent_address`
    ``169.254.170.23/32``.
    """

    annotations: Mapping[str, Input[str]] = field(default_factory=dict)
    pod_labels: Mapping[str, Input[str]] = field(default_factory=dict)
    agent_address: Input[str] | None = None


@dataclass(frozen=True, kw_only=True)
class WorkloadImages:
    """The platform's images that run beside cloud services, by digest in the cloud's registry."""

    tracking: Input[str]
    monitoring: Input[str]
    observability: Input[str]

    @classmethod
    def of(cls, images: Mapping[str, Input[str]]) -> "WorkloadImages":
        """These images out of many, by name."""
        return cls(**{one.name: images[one.name] for one in fields(cls)})


@dataclass(frozen=True, kw_only=True)
class WorkloadStores:
    """Base URLs of the matrix' stores: buckets, containers, or prefixes of one of them.

    ``s3://bucket[/prefix]`` on AWS. On Azure MLflow takes
    ``wasbs://container@account.blob.core.windows.net[/prefix]`` for the artifacts, and the request
    log and drift jobs ``abfss://container@account.dfs.core.windows.net[/prefix]`` for the rest. The
    model's name is appended where a store holds several models' data.
    """

    artifacts: Input[str]
    request_log: Input[str]
    labels: Input[str]
    monitoring: Input[str]
    region: Input[str] | None = None  # None: the URLs name no S3 bucket


@dataclass(frozen=True, kw_only=True)
class TrackingSecrets:
    """Objects of the vault that hold MLflow's two secrets: names in Key Vault, ARNs on AWS.

    Each is a plain text, not JSON. The vault's noun makes them; no value passes through here.
    """

    vault: Vault
    administrator_password: Input[str]
    session_key: Input[str]


@dataclass(frozen=True, kw_only=True)
class AgentConfiguration:
    """A ConfigMap that a cloud's metrics agents read in the cluster for what else to scrape.

    AKS: namespace ``kube-system``, name ``ama-metrics-prometheus-config``, key
    ``prometheus-config``. AWS' collector is told by its own resource instead.
    """

    namespace: str
    name: str
    key: str


@dataclass(frozen=True, kw_only=True)
class ClusterWorkloadsArgs:
    """Everything but the models' quota, their nodes and the storage class has to be said."""

    images: WorkloadImages
    stores: WorkloadStores
    database: DatabaseAccess
    identities: Mapping[Workload, WorkloadIdentity]
    """One for each of `SERVICE_ACCOUNTS`."""
    tracking_secrets: TrackingSecrets
    metrics_readers: Sequence[MetricsReader]
    """From where the cloud's Prometheus scrapes: a namespace of agents, or a block of addresses."""
    agent_configuration: AgentConfiguration | None = None
    """Where the scrape configuration goes in the cluster; None: nobody reads it there."""
    models: Sequence[ModelSpec] = ()
    administrator: str = "admin"
    tracking_hosts: Sequence[Input[str]] = ()  # names besides the Service's own
    storage_class: Input[str] | None = None  # None: the cluster's default class
    models_quota: Mapping[str, Input[str]] | None = None  # None: as much as the nodes have
    model_nodes: Mapping[str, Input[str]] | None = None  # labels of the nodes; None: any node
