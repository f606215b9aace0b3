"""What the open-source platform is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields

from pulumi import Input

from slipway.components.variants.model_spec import ModelSpec


@dataclass(frozen=True, kw_only=True)
class PlatformImages:
    """One image reference per part of the platform, pinned by tag or digest."""

    tracking: Input[str]
    database: Input[str]
    object_store: Input[str]
    registry: Input[str]
    observability: Input[str]
    monitoring: Input[str]

    @classmethod
    def names(cls) -> list[str]:
        """What the images are called where they are pinned: the fields, with hyphens."""
        return [one.name.replace("_", "-") for one in fields(cls)]

    @classmethod
    def of(cls, images: Mapping[str, Input[str]]) -> "PlatformImages":
        """These images out of many, by name."""
        return cls(**{one.name: images[one.name.replace("_", "-")] for one in fields(cls)})


@dataclass(frozen=True, kw_only=True)
class NodePorts:
    """Where a local cluster answers outside of itself; a model's port is the cluster's choice."""

    host: Input[str] = "127.0.0.1"
    registry: int = 30000
    tracking: int = 30001
    object_store: int = 30002
    prometheus: int = 30003
    alertmanager: int = 30004


@dataclass(frozen=True, kw_only=True)
class StorageSizes:
    """Size of each persistent volume; the defaults suit a laptop."""

    database: Input[str] = "2Gi"
    object_store: Input[str] = "10Gi"
    registry: Input[str] = "10Gi"
    prometheus: Input[str] = "2Gi"


@dataclass(frozen=True, kw_only=True)
class OpenSourcePlatformArgs:
    """Only the images have no safe default."""

    images: PlatformImages
    models: Sequence[ModelSpec] = ()
    node_ports: NodePorts | None = None  # None: nothing is reachable from outside the cluster
    registry: Input[str] | None = None
    """A registry outside of the cluster that every node pulls from; None: one inside of it."""
    registry_node_port: int | None = None
    """Where nodes reach the registry inside the cluster when `node_ports` opens nothing."""
    storage: StorageSizes = field(default_factory=StorageSizes)
    storage_class: Input[str] | None = None  # None: the cluster's default class
    metrics_retention: Input[str] | None = None  # None: 7d
    alert_webhook_url: Input[str] | None = None  # None: alerts are shown and sent nowhere
    model_nodes: Mapping[str, Input[str]] | None = None  # labels of the nodes; None: any node
    models_quota: Mapping[str, Input[str]] | None = None  # None: as much as the nodes have
    database_rotation: Input[str] | None = None  # any new text rotates the database's passwords
    backup_schedule: Input[str] | None = None  # None: every night at 02:17 UTC
