"""What the cloud-native platform on Azure is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pulumi import Input

from slipway.components.azure.database import AdoptedDatabase
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.private_endpoint import PrivateAccess
from slipway.components.variants.cluster_workloads_args import WorkloadImages
from slipway.components.variants.model_spec import ModelSpec
from slipway.components.variants.profile import EnvironmentProfile

ADMINISTRATOR, SESSION_KEY = "tracking-administrator", "tracking-session-key"
"""The two secrets of the tracking server, by name; in an adopted vault they are there already."""


@dataclass(frozen=True, kw_only=True)
class AksFacts:
    """The cluster as the services around it know it."""

    id: Input[str]
    issuer: Input[str]
    """Whose tokens the identities trust."""


@dataclass(frozen=True, kw_only=True)
class NetworkFacts:
    """Where private endpoints and the database get their addresses."""

    access: PrivateAccess
    database_subnet: Input[str] | None
    """None where the database is adopted."""
    database_zone: Input[str] | None
    """Id of the private DNS zone of the database's name; None as above."""
    allowed_cidrs: Sequence[str] = ()
    """Public addresses that reach store and vault as well, with a role."""


@dataclass(frozen=True, kw_only=True)
class DatabaseWishes:
    """What the config says about the database."""

    size: str | None = None  # None: what the environment says
    storage_gb: int = 32


@dataclass(frozen=True, kw_only=True)
class AdoptedServices:
    """What exists already, by id; each is used and never changed."""

    storage: str | None = None
    database: AdoptedDatabase | None = None
    vault: str | None = None
    metrics_workspace: str | None = None


@dataclass(frozen=True, kw_only=True)
class AzureServicesArgs:
    """The Azure side: everything but what runs in the cluster."""

    place: AzurePlace
    name: str
    """Beginning of names that are unique in the group alone."""
    scope: str
    """For worldwide names and the GUIDs of role assignments; see `global_name`."""
    group_id: str
    """Of the resource group: the custom roles can be given inside it alone."""
    profile: EnvironmentProfile
    network: NetworkFacts
    cluster: AksFacts
    log_workspace: Input[str]
    registry_id: Input[str]
    database: DatabaseWishes = field(default_factory=DatabaseWishes)
    secrets_generation: int = 1
    recover_vault: bool = False
    alert_email: str | None = None
    release_principal: str | None = None
    """Object id of CI's identity; None: a person gives it its roles."""
    grafana_administrators: Sequence[str] | None = None
    """Groups; None: no Grafana is made."""
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
    vault: Input[str]
    tracking_client_id: Input[str]
    tracking_object_id: Input[str]
    model_service_client_id: Input[str]
    drift_monitor_client_id: Input[str]
    metrics_url: Input[str]
    """Where Prometheus' query API answers; the workspace's id where that is adopted."""
    database_administrator: Input[str]
    """User name of the identity that makes the tracking server's role; empty with an adopted
    server, whose owner makes it."""
    database_administrator_client_id: Input[str]


@dataclass(frozen=True, kw_only=True)
class CloudNativeAzurePlatformArgs:
    """The cluster's side, and how people reach it."""

    tenant: str
    services: ServiceFacts
    registry: Input[str]
    """Host name of the registry."""
    images: WorkloadImages
    models: Sequence[ModelSpec] = ()
    makes_database_role: bool = True
    """False with an adopted server: its owner lets the tracking server in."""
    administrator_password: Input[str] | None = None
    """None where another stack has made it, or a person."""
    storage_class: Input[str] | None = None  # None: the cluster's default class
    model_nodes: Mapping[str, Input[str]] | None = None  # None: any node
