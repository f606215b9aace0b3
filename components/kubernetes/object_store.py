"""An S3 store on one disk of the cluster."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.apps.v1 import StatefulSet
from pulumi_kubernetes.core.v1 import PersistentVolumeClaim, PodTemplateSpecArgs, Secret, Service
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from slipway.components.kubernetes import disk_watch, network, volumes
from slipway.components.kubernetes.labels import labels, selector
from slipway.components.kubernetes.pod import Mount, container, pod
from slipway.components.kubernetes.probes import http_probes
from slipway.components.kubernetes.secret_reference import SecretReference
from slipway.components.kubernetes.size import Size
from slipway.components.kubernetes.workloads import metadata, service_spec, stateful_set_spec

APPLICATION = "object-store"
PORT = 7070
HEALTH_PATH = "/health"


@dataclass(frozen=True, kw_only=True)
class ObjectStoreArgs:
    """Accounts besides root have no right until a bucket grants one."""

    namespace: Input[str]
    image: Input[str]
    exporter_image: Input[str]
    root_access_key: SecretReference
    root_secret_key: SecretReference
    accounts: Mapping[str, Input[str]] | None = None  # secret keys by account; None: root alone
    storage: Input[str] | None = None  # None means 10Gi
    storage_class: Input[str] | None = None  # None: the cluster's default class
    node_port: Input[int] | None = None  # None: only pods reach it
    size: Size | None = None


class ObjectStore(pulumi.ComponentResource):
    """versitygw on a persistent volume, with an account of its own for every user."""

    endpoint: Output[str]
    """Base address for S3 clients inside the cluster; it speaks path style."""

    service: Service
    """The native Service: what depends on the store depends on this."""

    def __init__(
        self, name: str, args: ObjectStoreArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:ObjectStore", name, {}, opts)
        child = ResourceOptions(parent=self)
        marks = labels(APPLICATION, "storage")
        disk = volumes.disk(
            name,
            APPLICATION,
            marks,
            namespace=args.namespace,
            size="10Gi" if args.storage is None else args.storage,
            storage_class=args.storage_class,
            opts=child,
        )
        accounts = Secret(
            f"{name}-accounts",
            metadata=metadata(args.namespace, marks),
            string_data={"users.json": _accounts({} if args.accounts is None else args.accounts)},
            opts=child,
        )
        NetworkPolicy(
            f"{name}-callers",
            metadata=metadata(args.namespace, marks),
            # Any caller: each request is signed, and node ports hide who sent it.
            spec=network.policy(
                selector(APPLICATION),
                ingress=[
                    network.from_anyone(PORT),
                    network.from_peers([network.PROMETHEUS], disk_watch.PORT),
                ],
            ),
            opts=child,
        )
        self.service = Service(
            f"{name}-service",
            metadata=metadata(args.namespace, marks, name=APPLICATION),
            spec=service_spec(
                selector(APPLICATION),
                PORT,
                node_port=args.node_port,
                others={"disk": disk_watch.PORT},
            ),
            opts=child,
        )
        StatefulSet(
            f"{name}-server",
            metadata=metadata(args.namespace, marks, name=APPLICATION),
            spec=stateful_set_spec(
                APPLICATION, selector(APPLICATION), _pod(args, marks, disk, accounts)
            ),
            opts=child,
        )
        self.endpoint = Output.format("http://{}.{}.svc:{}", APPLICATION, args.namespace, PORT)
        self.register_outputs({"endpoint": self.endpoint})


def _pod(
    args: ObjectStoreArgs,
    marks: Mapping[str, str],
    disk: PersistentVolumeClaim,
    accounts: Secret,
) -> PodTemplateSpecArgs:
    server = container(
        "server",
        image=args.image,
        size=Size(cpu="50m", memory="256Mi") if args.size is None else args.size,
        args=[
            *("--port", f":{PORT}"),
            *("--health", HEALTH_PATH),
            # The log of every request would fill the node; errors still show.
            "--quiet",
            "--keep-alive",
            *("--iam-dir", "/etc/object-store"),
            *("posix", "/data"),
        ],
        env=[
            args.root_access_key.variable("ROOT_ACCESS_KEY"),
            args.root_secret_key.variable("ROOT_SECRET_KEY"),
        ],
        ports={"http": PORT},
        mounts=[
            Mount(volume="data", path="/data", read_only=False),
            Mount(volume="accounts", path="/etc/object-store"),
        ],
        probes=http_probes(HEALTH_PATH, "http", startup_seconds=60),
    )
    return pod(
        marks,
        [server, disk_watch.watcher(args.exporter_image)],
        volumes=[
            volumes.claimed("data", disk),
            volumes.secret("accounts", accounts.metadata.name),
        ],
        grace_seconds=30,
    )


def _accounts(secret_keys: Mapping[str, Input[str]]) -> Output[str]:
    """The accounts in the store's own file format, as one secret."""
    return Output.secret(Output.all(**secret_keys).apply(_users_json))


def _users_json(secret_keys: Mapping[str, str]) -> str:
    accounts = {
        account: {"access": account, "secret": secret_key, "role": "user"}
        for account, secret_key in sorted(secret_keys.items())
    }
    return json.dumps({"accessAccounts": accounts})
