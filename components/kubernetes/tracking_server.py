"""MLflow's tracking server and model registry, with a login."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.apps.v1 import (
    Deployment,
    DeploymentSpecArgs,
    DeploymentStrategyArgs,
    RollingUpdateDeploymentArgs,
)
from pulumi_kubernetes.core.v1 import (
    ConfigMap,
    ContainerArgs,
    EnvVarArgs,
    LifecycleArgs,
    LifecycleHandlerArgs,
    Service,
    SleepActionArgs,
)
from pulumi_kubernetes.meta.v1 import LabelSelectorArgs
from pulumi_kubernetes.networking.v1 import NetworkPolicy, NetworkPolicyEgressRuleArgs

from slipway.components.kubernetes import data_files, database_login, network, volumes
from slipway.components.kubernetes.backends import DatabaseAccess, StoreAccess
from slipway.components.kubernetes.host_names import answered_hosts
from slipway.components.kubernetes.labels import labels, selector
from slipway.components.kubernetes.mounted_secret import (
    SCRIPT,
    SecretValue,
    launcher,
    vault_mounts,
    vault_volumes,
)
from slipway.components.kubernetes.pod import Mount, container, pod, variables
from slipway.components.kubernetes.probes import http_probes
from slipway.components.kubernetes.secret_reference import SecretReference
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.store_client import (
    is_outside,
    store_credentials,
    store_destinations,
    store_settings,
)
from slipway.components.kubernetes.workloads import metadata, service_spec

APPLICATION = "tracking"
PORT = 5000
SETTINGS = Mount(volume="settings", path="/etc/tracking")


@dataclass(frozen=True, kw_only=True)
class TrackingServerArgs:
    """Two databases of one owner, a bucket, and two secrets."""

    namespace: Input[str]
    image: Input[str]
    database: DatabaseAccess
    """Its user owns both databases; each new connection gets the password that is right then."""
    tracking_database: str
    auth_database: str
    artifacts: StoreAccess
    """Its account, if it has one, is the pod's: towards the database and the vault as well."""
    administrator: str
    administrator_password: SecretValue
    session_key: SecretValue
    hosts: Sequence[Input[str]] = ()  # names besides the Service's own and this machine's
    node_port: Input[int] | None = None  # None: only pods reach it
    workers: int | None = None  # None means 1: each takes 270 MB
    size: Size | None = None


class TrackingServer(pulumi.ComponentResource):
    """Nobody gets in without a login; new versions migrate the schema before they serve."""

    url: Output[str]
    """Base address inside the cluster."""

    service: Service
    """The native Service."""

    def __init__(
        self, name: str, args: TrackingServerArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:TrackingServer", name, {}, opts)
        child = ResourceOptions(parent=self)
        marks, chosen = labels(APPLICATION, "tracking"), selector(APPLICATION)
        settings = ConfigMap(
            f"{name}-settings",
            metadata=metadata(args.namespace, marks),
            data={
                "basic_auth.ini": database_login.url(args.database, args.auth_database).apply(
                    _auth_settings
                ),
                **_scripts(args),
            },
            opts=child,
        )
        NetworkPolicy(
            f"{name}-callers",
            metadata=metadata(args.namespace, marks),
            # Any caller: training runs anywhere in the cluster, and each must log in.
            spec=network.policy(
                chosen, ingress=[network.from_anyone(PORT)], egress=_destinations(args)
            ),
            opts=child,
        )
        self.service = Service(
            f"{name}-service",
            metadata=metadata(args.namespace, marks, name=APPLICATION),
            spec=service_spec(chosen, PORT, node_port=args.node_port),
            opts=child,
        )
        Deployment(
            f"{name}-server",
            metadata=metadata(args.namespace, marks, name=APPLICATION),
            spec=_deployment(args, marks, settings),
            opts=child,
        )
        self.url = Output.format("http://{}.{}.svc:{}", APPLICATION, args.namespace, PORT)
        self.register_outputs({"url": self.url})


def _deployment(
    args: TrackingServerArgs, marks: dict[str, str], settings: ConfigMap
) -> DeploymentSpecArgs:
    return DeploymentSpecArgs(
        replicas=1,
        selector=LabelSelectorArgs(match_labels=selector(APPLICATION)),
        strategy=DeploymentStrategyArgs(
            type="RollingUpdate",
            rolling_update=RollingUpdateDeploymentArgs(max_unavailable=0, max_surge=1),
        ),
        progress_deadline_seconds=600,
        revision_history_limit=3,
        template=pod(
            marks,
            [_server(args)],
            init_containers=[_migration(args)],
            volumes=[
                volumes.configured("settings", settings.metadata.name),
                *database_login.volumes(args.database),
                *vault_volumes(_secrets(args)),
            ],
            account=args.artifacts.account,
            grace_seconds=60,
        ),
    )


def _migration(args: TrackingServerArgs) -> ContainerArgs:
    return container(
        "migrate",
        image=args.image,
        size=_size(args),
        command=[
            *launcher(SETTINGS.path, _secrets(args)),
            *("python", "/etc/tracking/migrate_tracking.py"),
        ],
        env=_environment(args),
        mounts=_mounts(args),
    )


def _server(args: TrackingServerArgs) -> ContainerArgs:
    return container(
        "server",
        image=args.image,
        size=_size(args),
        command=[*launcher(SETTINGS.path, _secrets(args)), "mlflow", "server"],
        args=[
            *("--app-name", "basic-auth"),
            *("--backend-store-uri", database_login.url(args.database, args.tracking_database)),
            *("--artifacts-destination", args.artifacts.url),
            "--serve-artifacts",
            *("--host", "0.0.0.0"),  # noqa: S104 -- the pod's own network
            *("--port", str(PORT)),
            *("--workers", str(1 if args.workers is None else args.workers)),
            "--allowed-hosts",
            answered_hosts(APPLICATION, args.namespace, PORT, args.hosts),
        ],
        env=_environment(args),
        env_from=store_credentials(args.artifacts),
        ports={"http": PORT},
        mounts=_mounts(args),
        probes=http_probes("/health", "http", startup_seconds=180),
        lifecycle=LifecycleArgs(pre_stop=LifecycleHandlerArgs(sleep=SleepActionArgs(seconds=5))),
    )


def _size(args: TrackingServerArgs) -> Size:
    if args.size is not None:
        return args.size
    # Measured: 540 MB with one worker at rest, the parent process included.
    return Size(cpu="50m", memory="768Mi", memory_limit="1536Mi")


def _environment(args: TrackingServerArgs) -> list[EnvVarArgs]:
    plain = variables(
        {
            "TRACKING_DATABASE": database_login.url(args.database, args.tracking_database),
            "AUTH_DATABASE": database_login.url(args.database, args.auth_database),
            **_store(args.artifacts),
            "MLFLOW_AUTH_CONFIG_PATH": "/etc/tracking/basic_auth.ini",
            "MLFLOW_AUTH_ADMIN_USERNAME": args.administrator,
            # Jobs of its own would be one more process for a feature that nobody here uses.
            "MLFLOW_SERVER_ENABLE_JOB_EXECUTION": "false",
            "MLFLOW_DISABLE_TELEMETRY": "true",
            "DO_NOT_TRACK": "true",
            # No session outlives a rotated password by more than a minute of use.
            "MLFLOW_SQLALCHEMYSTORE_POOL_RECYCLE": "60",
            # One arena per thread doubles the memory of a server with many idle threads.
            "MALLOC_ARENA_MAX": "2",
        }
    )
    return [
        *plain,
        *variables(database_login.environment(args.database)),
        *(
            secret.variable(name)
            for name, secret in _secrets(args).items()
            if isinstance(secret, SecretReference)
        ),
    ]


def _secrets(args: TrackingServerArgs) -> dict[str, SecretValue]:
    """The secrets that MLflow takes from its environment alone, by variable."""
    return {
        "MLFLOW_AUTH_ADMIN_PASSWORD": args.administrator_password,
        "MLFLOW_FLASK_SERVER_SECRET_KEY": args.session_key,
    }


def _scripts(args: TrackingServerArgs) -> dict[str, str]:
    needed = [SCRIPT] if launcher(SETTINGS.path, _secrets(args)) else []
    names = ["migrate_tracking.py", "ensure_databases.py", *needed]
    return {name: data_files.text("scripts", name) for name in names}


def _mounts(args: TrackingServerArgs) -> list[Mount]:
    return [SETTINGS, *database_login.mounts(args.database), *vault_mounts(_secrets(args))]


def _store(store: StoreAccess) -> dict[str, Input[str]]:
    """MLflow has a variable of its own beside the one that the client library reads."""
    if store.endpoint is None:
        return store_settings(store)
    own = {"AWS_ENDPOINT_URL": store.endpoint, "MLFLOW_S3_ENDPOINT_URL": store.endpoint}
    return {**own, **store_settings(store)}


def _destinations(args: TrackingServerArgs) -> list[NetworkPolicyEgressRuleArgs] | None:
    """What lies outside of the platform; None where nothing does."""
    store = store_destinations(args.artifacts) if is_outside(args.artifacts) else []
    database = [network.to_anyone(database_login.PORT)] if args.database.tls else []
    return [*store, *database] or None


def _auth_settings(database_uri: str) -> str:
    return data_files.text("settings", "basic_auth.ini").format(database_uri=database_uri)
