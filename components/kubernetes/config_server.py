"""A server that is told everything by files, with or without a disk."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, ResourceOptions
from pulumi_kubernetes.apps.v1 import StatefulSet
from pulumi_kubernetes.core.v1 import (
    ContainerArgs,
    KeyToPathArgs,
    Secret,
    SecretVolumeSourceArgs,
    Service,
    VolumeArgs,
)
from pulumi_kubernetes.networking.v1 import NetworkPolicy, NetworkPolicyIngressRuleArgs

from slipway.components.kubernetes import disk_watch, network, volumes
from slipway.components.kubernetes.labels import labels, selector
from slipway.components.kubernetes.pod import Mount, pod, scraped
from slipway.components.kubernetes.workloads import metadata, service_spec, stateful_set_spec

COMPONENT = "observability"


@dataclass(frozen=True, kw_only=True)
class ConfigServerArgs:
    """A name in a file's path may hold a slash; the files are mounted as named."""

    application: str
    namespace: Input[str]
    port: int
    container: ContainerArgs
    callers: Sequence[network.MetricsReader]
    watcher_image: Input[str]
    files: Mapping[str, Input[str]] | None = None
    storage: Input[str] | None = None  # None: no disk
    storage_class: Input[str] | None = None  # None: the cluster's default class
    node_port: Input[int] | None = None  # None: only the callers reach it
    readers: Sequence[network.MetricsReader] = (network.PROMETHEUS,)
    """Who scrapes how full the disk is."""


class ConfigServer(pulumi.ComponentResource):
    """Rolled when a file changes: new content gets a new name.

    The files are kept as a Secret, because the address of a receiver may hold a token.
    """

    service: Service
    """The native Service."""

    def __init__(
        self, name: str, args: ConfigServerArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:ConfigServer", name, {}, opts)
        child = ResourceOptions(parent=self)
        marks, chosen = labels(args.application, COMPONENT), selector(args.application)
        disk = args.storage is not None
        NetworkPolicy(
            f"{name}-callers",
            metadata=metadata(args.namespace, marks),
            spec=network.policy(chosen, ingress=_callers(args)),
            opts=child,
        )
        self.service = Service(
            f"{name}-service",
            metadata=metadata(args.namespace, marks, name=args.application),
            spec=service_spec(
                chosen,
                args.port,
                node_port=args.node_port,
                others={"disk": disk_watch.PORT} if disk else None,
            ),
            opts=child,
        )
        watchers = [disk_watch.watcher(args.watcher_image)] if disk else []
        template = pod(
            marks,
            [args.container, *watchers],
            volumes=[*self._files(name, args), *self._disk(name, args)],
            annotations=scraped(args.port),
        )
        StatefulSet(
            f"{name}-server",
            metadata=metadata(args.namespace, marks, name=args.application),
            spec=stateful_set_spec(args.application, chosen, template),
            opts=child,
        )
        self.register_outputs({})

    @staticmethod
    def mounts(files: str | None = None, *, data: str | None = None) -> list[Mount]:
        """Where the files and the disk appear in the container."""
        found = [] if files is None else [Mount(volume="files", path=files)]
        return found if data is None else [*found, Mount(volume="data", path=data, read_only=False)]

    def _files(self, name: str, args: ConfigServerArgs) -> list[VolumeArgs]:
        if args.files is None:
            return []
        files = Secret(
            f"{name}-files",
            metadata=metadata(args.namespace, labels(args.application, COMPONENT)),
            string_data={_key(path): text for path, text in args.files.items()},
            opts=ResourceOptions(parent=self),
        )
        source = SecretVolumeSourceArgs(
            secret_name=files.metadata.name,
            default_mode=0o440,
            items=[KeyToPathArgs(key=_key(path), path=path) for path in args.files],
        )
        return [VolumeArgs(name="files", secret=source)]

    def _disk(self, name: str, args: ConfigServerArgs) -> list[VolumeArgs]:
        if args.storage is None:
            return []
        disk = volumes.disk(
            name,
            args.application,
            labels(args.application, COMPONENT),
            namespace=args.namespace,
            size=args.storage,
            storage_class=args.storage_class,
            opts=ResourceOptions(parent=self),
        )
        return [volumes.claimed("data", disk)]


def _callers(args: ConfigServerArgs) -> list[NetworkPolicyIngressRuleArgs]:
    own = network.from_readers(args.readers, disk_watch.PORT)
    if args.node_port is not None:
        # A node port hides who calls.
        return [network.from_anyone(args.port), own]
    return [network.from_readers(args.callers, args.port), own]


def _key(path: str) -> str:
    """A Secret's key for a path; slashes aren't allowed in it."""
    return path.replace("/", "--")
