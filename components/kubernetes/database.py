"""PostgreSQL on one disk of the cluster."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.apps.v1 import StatefulSet
from pulumi_kubernetes.core.v1 import (
    ConfigMap,
    ContainerArgs,
    ExecActionArgs,
    LifecycleArgs,
    LifecycleHandlerArgs,
    Service,
)
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from slipway.components.kubernetes import data_files, disk_watch, network, password_keeper, volumes
from slipway.components.kubernetes.labels import labels, selector
from slipway.components.kubernetes.pod import Mount, container, pod, scraped, variables
from slipway.components.kubernetes.probes import command_probes, http_probes
from slipway.components.kubernetes.secret_reference import SecretReference
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.workloads import metadata, service_spec, stateful_set_spec

APPLICATION = "database"
PORT = 5432
METRICS_PORT = 9187
OWNER = "mlflow"
DATA = "/data/pgdata"
DISK = Mount(volume="data", path="/data", read_only=False)
SETTINGS = Mount(volume="settings", path="/etc/database")
FILES = {
    "settings": ("pg_hba.conf", "pg_ident.conf"),
    "scripts": ("prepare_database.sh", *password_keeper.SCRIPTS),
}


@dataclass(frozen=True, kw_only=True)
class DatabaseArgs:
    """A password each for the superuser, the owner of the databases, and the metrics.

    A new value in the Secrets that hold them is applied without a restart.
    """

    namespace: Input[str]
    image: Input[str]
    exporter_image: Input[str]
    superuser_password: SecretReference
    owner_password: SecretReference
    observer_password: SecretReference
    databases: Sequence[str]
    clients: Sequence[network.Peer]
    overlap_seconds: int | None = None  # None means 120
    """How long the owner's previous password goes on after a rotation."""
    storage: Input[str] | None = None  # None means 2Gi
    storage_class: Input[str] | None = None  # None: the cluster's default class
    size: Size | None = None


class Database(pulumi.ComponentResource):
    """One server, one disk; its data is as safe as its dumps, which are another component's."""

    host: Output[str]
    """Name inside the cluster; the port is PostgreSQL's own."""

    server: StatefulSet
    """The native StatefulSet: what needs the databases depends on this."""

    def __init__(self, name: str, args: DatabaseArgs, opts: ResourceOptions | None = None) -> None:
        super().__init__("slipway:index:Database", name, {}, opts)
        child = ResourceOptions(parent=self)
        marks = labels(APPLICATION, "database")
        disk = volumes.disk(
            name,
            APPLICATION,
            marks,
            namespace=args.namespace,
            size="2Gi" if args.storage is None else args.storage,
            storage_class=args.storage_class,
            opts=child,
        )
        settings = ConfigMap(
            f"{name}-settings",
            metadata=metadata(args.namespace, marks),
            data={
                file: data_files.text(folder, file)
                for folder, files in FILES.items()
                for file in files
            },
            opts=child,
        )
        NetworkPolicy(
            f"{name}-callers",
            metadata=metadata(args.namespace, marks),
            spec=network.policy(
                selector(APPLICATION),
                ingress=[
                    network.from_peers(args.clients, PORT),
                    network.from_peers([network.PROMETHEUS], METRICS_PORT, disk_watch.PORT),
                ],
            ),
            opts=child,
        )
        Service(
            f"{name}-service",
            metadata=metadata(args.namespace, marks, name=APPLICATION),
            spec=service_spec(
                selector(APPLICATION),
                PORT,
                others={"metrics": METRICS_PORT, "disk": disk_watch.PORT},
            ),
            opts=child,
        )
        template = pod(
            marks,
            [
                _server(args),
                password_keeper.keeper(args.image, OWNER, SETTINGS, args.overlap_seconds),
                _exporter(args),
                disk_watch.watcher(args.exporter_image),
            ],
            init_containers=[_preparation(args)],
            annotations=scraped(METRICS_PORT),
            volumes=[
                volumes.claimed("data", disk),
                volumes.configured("settings", settings.metadata.name),
                *password_keeper.volumes(
                    superuser=args.superuser_password,
                    owner=args.owner_password,
                    observer=args.observer_password,
                ),
            ],
            grace_seconds=120,
        )
        self.server = StatefulSet(
            f"{name}-server",
            metadata=metadata(args.namespace, marks, name=APPLICATION),
            spec=stateful_set_spec(APPLICATION, selector(APPLICATION), template),
            opts=child,
        )
        self.host = Output.format("{}.{}.svc", APPLICATION, args.namespace)
        self.register_outputs({"host": self.host})


def _size(args: DatabaseArgs) -> Size:
    if args.size is not None:
        return args.size
    return Size(cpu="50m", memory="384Mi")


def _preparation(args: DatabaseArgs) -> ContainerArgs:
    return container(
        "prepare",
        image=args.image,
        size=_size(args),
        command=["sh", "/etc/database/prepare_database.sh"],
        env=variables(
            {
                **password_keeper.environment(OWNER),
                "PGDATA": DATA,
                "DATABASES": " ".join(args.databases),
            }
        ),
        mounts=[DISK, SETTINGS, password_keeper.PASSWORDS, password_keeper.OBSERVER],
    )


def _server(args: DatabaseArgs) -> ContainerArgs:
    settings: Mapping[str, str] = {
        "listen_addresses": "*",
        "unix_socket_directories": password_keeper.SOCKET.path,
        "hba_file": "/etc/database/pg_hba.conf",
        "ident_file": "/etc/database/pg_ident.conf",
        "password_encryption": "scram-sha-256",
        "shared_buffers": "96MB",
        "max_connections": "60",
        # /dev/shm is 64 MB in a pod and can't be told to grow; files can.
        "dynamic_shared_memory_type": "mmap",
        "log_connections": "off",
        "log_min_duration_statement": "1s",
    }
    ready = ["pg_isready", "--host=127.0.0.1", "--quiet", "--timeout=4"]
    return container(
        "server",
        image=args.image,
        size=_size(args),
        command=["postgres"],
        args=[
            "-D",
            DATA,
            *(word for key, value in settings.items() for word in ("-c", f"{key}={value}")),
        ],
        ports={"postgres": PORT},
        mounts=[DISK, SETTINGS, password_keeper.SOCKET],
        probes=command_probes(ready, startup_seconds=300),
        # SIGTERM would wait for every client to leave by itself.
        lifecycle=LifecycleArgs(
            pre_stop=LifecycleHandlerArgs(
                exec_=ExecActionArgs(
                    command=["pg_ctl", "stop", f"--pgdata={DATA}", "--mode=fast", "--no-wait"]
                )
            )
        ),
    )


def _exporter(args: DatabaseArgs) -> ContainerArgs:
    return container(
        "exporter",
        image=args.exporter_image,
        size=Size(cpu="10m", memory="64Mi", cpu_limit="500m"),
        command=["prometheus-postgres-exporter", f"--web.listen-address=:{METRICS_PORT}"],
        env=variables(
            {
                # Both are in one pod: nothing crosses a network.
                "DATA_SOURCE_NAME": f"postgresql://observer@127.0.0.1:{PORT}/postgres"
                "?sslmode=disable",
                # Its driver reads this for each new connection.
                "PGPASSFILE": password_keeper.PASSFILE,
            }
        ),
        mounts=[replace(password_keeper.OBSERVER, read_only=True)],
        ports={"metrics": METRICS_PORT},
        probes=http_probes("/", "metrics", startup_seconds=60),
    )
