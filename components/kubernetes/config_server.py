"""A server that is told everything by files, with or without a disk."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, ResourceOptions
from pulumi_kubernetes.apps.v1 import StatefulSet
from pulumi_kubernetes.core.v1 import (
    ConfigMap,
    ConfigMapVolumeSourceArgs,
    ContainerArgs,
    KeyToPathArgs,
    PersistentVolumeClaim,
    Service,
    VolumeArgs,
)
from pulumi_kubernetes.networking.v1 import NetworkPolicy

from slipway.components.kubernetes import network, volumes
from slipway.components.kubernetes.labels import labels, selector
from slipway.components.kubernetes.pod import Mount, pod
from slipway.components.kubernetes.workloads import metadata, service_spec, stateful_set_spec


@dataclass(frozen=True, kw_only=True)
class ConfigServerArgs:
    """A name in a file's path may hold a slash; the files are mounted as named."""

    application: str
    namespace: Input[str]
    port: int
    container: ContainerArgs
    files: Mapping[str, Input[str]] | None = None
    storage: Input[str] | None = None  # None: no disk
    storage_class: Input[str] | None = None  # None: the cluster's default class
    node_port: Input[int] | None = None  # None: only pods reach it


class ConfigServer(pulumi.ComponentResource):
    """Rolled when a file changes: the files' ConfigMap gets a new name with new content."""

    service: Service
    """The native Service."""

    def __init__(
        self, name: str, args: ConfigServerArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:ConfigServer", name, {}, opts)
        child = ResourceOptions(parent=self)
        marks, chosen = labels(args.application, "observability"), selector(args.application)
        NetworkPolicy(
            f"{name}-callers",
            metadata=metadata(args.namespace, marks),
            spec=network.policy(chosen, ingress=[network.from_anyone(args.port)]),
            opts=child,
        )
        self.service = Service(
            f"{name}-service",
            metadata=metadata(args.namespace, marks, name=args.application),
            spec=service_spec(chosen, args.port, node_port=args.node_port),
            opts=child,
        )
        StatefulSet(
            f"{name}-server",
            metadata=metadata(args.namespace, marks, name=args.application),
            spec=stateful_set_spec(
                args.application,
                chosen,
                pod(marks, [args.container], volumes=self._volumes(name, args)),
            ),
            opts=child,
        )
        self.register_outputs({})

    @staticmethod
    def mounts(files: str | None = None, *, data: str | None = None) -> list[Mount]:
        """Where the files and the disk appear in the container."""
        found = [] if files is None else [Mount(volume="files", path=files)]
        return found if data is None else [*found, Mount(volume="data", path=data, read_only=False)]

    def _volumes(self, name: str, args: ConfigServerArgs) -> list[VolumeArgs]:
        child = ResourceOptions(parent=self)
        marks = labels(args.application, "observability")
        found: list[VolumeArgs] = []
        if args.files is not None:
            files = ConfigMap(
                f"{name}-files",
                metadata=metadata(args.namespace, marks),
                data={_key(path): text for path, text in args.files.items()},
                opts=child,
            )
            items = [KeyToPathArgs(key=_key(path), path=path) for path in args.files]
            source = ConfigMapVolumeSourceArgs(name=files.metadata.name, items=items)
            found.append(VolumeArgs(name="files", config_map=source))
        if args.storage is not None:
            disk = PersistentVolumeClaim(
                f"{name}-data",
                metadata=metadata(args.namespace, marks, name=f"{args.application}-data"),
                spec=volumes.claim_spec(args.storage, args.storage_class),
                opts=child,
            )
            found.append(volumes.claimed("data", disk))
        return found


def _key(path: str) -> str:
    """A ConfigMap's key for a path; slashes aren't allowed in it."""
    return path.replace("/", "--")
