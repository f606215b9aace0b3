"""What of the platform runs on a managed cluster, beside the cloud's own building blocks.

A capability is written once: tracking, model services, drift jobs and probes are the components of
the open-source variant, with the cloud's stores, database, vault and identities around them.
"""

from collections.abc import Mapping

import pulumi
from pulumi import Output, ResourceOptions
from pulumi_kubernetes.core.v1 import ConfigMap

from slipway.components.access.matrix import Workload
from slipway.components.kubernetes.backends import StoreAccess, StoreLogin, WorkloadAccount
from slipway.components.kubernetes.drift_monitor import DriftStores
from slipway.components.kubernetes.labels import labels
from slipway.components.kubernetes.metrics_endpoints import MetricsEndpoints, MetricsEndpointsArgs
from slipway.components.kubernetes.service_identity import ServiceIdentity, ServiceIdentityArgs
from slipway.components.kubernetes.tracking_server import TrackingServer, TrackingServerArgs
from slipway.components.kubernetes.vault_secrets import VaultSecrets, VaultSecretsArgs
from slipway.components.kubernetes.workloads import metadata
from slipway.components.kubernetes.workspace import Workspace, WorkspaceArgs
from slipway.components.variants.cluster_metrics import cluster_scraping
from slipway.components.variants.cluster_workloads_args import (
    DATABASES,
    SERVICE_ACCOUNTS,
    AgentConfiguration,
    ClusterWorkloadsArgs,
)
from slipway.components.variants.open_source_urls import PLATFORM_NAMESPACE
from slipway.components.variants.platform import ServedModel
from slipway.components.variants.served_models import ModelSurroundings, served_models
from slipway.components.variants.watched_models import MODELS_NAMESPACE

ADMINISTRATOR, SESSION = "administrator-password", "session-key"
"""The files that the vault's two objects become."""


class MissingIdentityError(pulumi.RunError):
    """A workload would reach nothing of the cloud."""

    def __init__(self, missing: list[str]) -> None:
        super().__init__(
            f"identities: got none for {', '.join(missing)}; expected one for each of "
            f"{', '.join(one.value for one in SERVICE_ACCOUNTS)}. Make them with the cloud's nouns."
        )


class ClusterWorkloads(pulumi.ComponentResource):
    """Two namespaces; no key of a store and no copy of a vault's secret is in the cluster."""

    tracking_url: Output[str]
    """Base address of the tracking server inside the cluster."""

    pushgateway_url: Output[str]
    """Where jobs push what they found before they end."""

    models: Mapping[str, ServedModel]
    """The released models by name."""

    def __init__(
        self, name: str, args: ClusterWorkloadsArgs, opts: ResourceOptions | None = None
    ) -> None:
        missing = [one.value for one in SERVICE_ACCOUNTS if one not in args.identities]
        if missing:
            raise MissingIdentityError(missing)
        super().__init__("slipway:index:ClusterWorkloads", name, {}, opts)
        self._args, self._child = args, ResourceOptions(parent=self)
        platform = Workspace(
            "platform", WorkspaceArgs(namespace=PLATFORM_NAMESPACE), self._child
        ).namespace
        models = Workspace(
            "models",
            WorkspaceArgs(namespace=MODELS_NAMESPACE, quota=args.models_quota),
            self._child,
        ).namespace
        metrics = MetricsEndpoints(
            "metrics",
            MetricsEndpointsArgs(
                namespace=platform,
                image=args.images.observability,
                readers=args.metrics_readers,
                storage_class=args.storage_class,
            ),
            self._child,
        )
        tracking = TrackingServer("tracking", self._tracking(platform), self._child)
        self.tracking_url, self.pushgateway_url = tracking.url, metrics.pushgateway_url
        self.models = served_models(
            args.models, self._surroundings(models, metrics.pushgateway_url), self._child
        )
        if args.agent_configuration is not None:
            self._agents(args.agent_configuration)
        self.register_outputs({"trackingUrl": self.tracking_url})

    def _account(self, workload: Workload, namespace: Output[str]) -> WorkloadAccount:
        identity = self._args.identities[workload]
        return ServiceIdentity(
            f"{workload.value}-identity",
            ServiceIdentityArgs(
                namespace=namespace,
                account=SERVICE_ACCOUNTS[workload].name,
                application=workload.value,
                annotations=identity.annotations or None,
                pod_labels=identity.pod_labels,
                agent_address=identity.agent_address,
            ),
            self._child,
        ).account

    def _tracking(self, namespace: Output[str]) -> TrackingServerArgs:
        args, secrets = self._args, self._args.tracking_secrets
        vault = VaultSecrets(
            "tracking-secrets",
            VaultSecretsArgs(
                namespace=namespace,
                vault=secrets.vault,
                objects={
                    ADMINISTRATOR: secrets.administrator_password,
                    SESSION: secrets.session_key,
                },
            ),
            self._child,
        )
        return TrackingServerArgs(
            namespace=namespace,
            image=args.images.tracking,
            database=args.database,
            tracking_database=DATABASES[0],
            auth_database=DATABASES[1],
            artifacts=StoreAccess(
                url=args.stores.artifacts,
                region=args.stores.region,
                account=self._account(Workload.TRACKING, namespace),
            ),
            administrator=args.administrator,
            administrator_password=vault.file(ADMINISTRATOR),
            session_key=vault.file(SESSION),
            hosts=args.tracking_hosts,
        )

    def _surroundings(self, namespace: Output[str], pushgateway: Output[str]) -> ModelSurroundings:
        args, stores = self._args, self._args.stores
        return ModelSurroundings(
            namespace=namespace,
            monitoring_image=args.images.monitoring,
            request_log=StoreAccess(
                url=stores.request_log,
                region=stores.region,
                account=self._account(Workload.MODEL_SERVICE, namespace),
            ),
            drift_stores=DriftStores(
                request_log=stores.request_log,
                labels=stores.labels,
                monitoring=stores.monitoring,
                login=StoreLogin(
                    region=stores.region,
                    account=self._account(Workload.DRIFT_MONITOR, namespace),
                ),
            ),
            pushgateway=pushgateway,
            node_labels=args.model_nodes,
        )

    def _agents(self, place: AgentConfiguration) -> None:
        ConfigMap(
            "metrics-agents",
            metadata=metadata(
                place.namespace, labels("metrics-agents", "observability"), name=place.name
            ),
            data={place.key: cluster_scraping()},
            opts=self._child,
        )
