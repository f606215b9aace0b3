"""Pods with the platform's safe defaults: every workload's pod is made here and nowhere else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pulumi import Input
from pulumi_kubernetes.core.v1 import (
    ContainerArgs,
    ContainerPortArgs,
    EmptyDirVolumeSourceArgs,
    EnvFromSourceArgs,
    EnvVarArgs,
    LifecycleArgs,
    PodSpecArgs,
    PodTemplateSpecArgs,
    VolumeArgs,
    VolumeMountArgs,
)
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from slipway.components.kubernetes.backends import WorkloadAccount
from slipway.components.kubernetes.placement import Placement
from slipway.components.kubernetes.probes import Probes
from slipway.components.kubernetes.security import (
    container_security_context,
    pod_security_context,
)
from slipway.components.kubernetes.size import Size

SCRATCH = "scratch"


@dataclass(frozen=True, kw_only=True)
class Mount:
    """A volume, or one folder of it, inside a container."""

    volume: str
    path: str
    read_only: bool = True
    sub_path: str | None = None


def container(
    name: str,
    *,
    image: Input[str],
    size: Size,
    command: Sequence[Input[str]] | None = None,
    args: Sequence[Input[str]] | None = None,
    env: Sequence[EnvVarArgs] = (),
    env_from: Sequence[EnvFromSourceArgs] = (),
    ports: Mapping[str, int] | None = None,
    mounts: Sequence[Mount] = (),
    probes: Probes | None = None,
    lifecycle: LifecycleArgs | None = None,
) -> ContainerArgs:
    """A restricted container; `/tmp` is its only place to write unless a mount says otherwise."""
    scratch = VolumeMountArgs(name=SCRATCH, mount_path="/tmp")  # noqa: S108 -- a private volume
    return ContainerArgs(
        name=name,
        image=image,
        # References are pinned, so a copy on the node is the right one.
        image_pull_policy="IfNotPresent",
        command=None if command is None else list(command),
        args=None if args is None else list(args),
        env=list(env) or None,
        env_from=list(env_from) or None,
        ports=[
            ContainerPortArgs(name=port_name, container_port=number)
            for port_name, number in (ports or {}).items()
        ]
        or None,
        volume_mounts=[scratch, *(_mount(mount) for mount in mounts)],
        resources=size.requirements(),
        security_context=container_security_context(),
        startup_probe=None if probes is None else probes.startup,
        readiness_probe=None if probes is None else probes.readiness,
        liveness_probe=None if probes is None else probes.liveness,
        lifecycle=lifecycle,
        # The reason of a crash is read from the end of its log: `up` shows it.
        termination_message_policy="FallbackToLogsOnError",
    )


def pod(
    labels: Mapping[str, Input[str]],
    containers: Sequence[ContainerArgs],
    *,
    init_containers: Sequence[ContainerArgs] = (),
    volumes: Sequence[VolumeArgs] = (),
    annotations: Mapping[str, Input[str]] | None = None,
    restart_policy: str | None = None,
    grace_seconds: int | None = None,
    account: WorkloadAccount | None = None,
    node_labels: Mapping[str, Input[str]] | None = None,
    placement: Placement | None = None,
) -> PodTemplateSpecArgs:
    """A restricted pod without a token for the API server.

    An account's identity towards the cloud needs none: the cloud's own webhook or agent adds it.
    """
    marks = dict(labels) if account is None else {**labels, **account.pod_labels}
    scratch = VolumeArgs(name=SCRATCH, empty_dir=EmptyDirVolumeSourceArgs(size_limit="1Gi"))
    return PodTemplateSpecArgs(
        metadata=ObjectMetaArgs(labels=marks, annotations=annotations),
        spec=PodSpecArgs(
            containers=list(containers),
            init_containers=list(init_containers) or None,
            volumes=[scratch, *volumes],
            security_context=pod_security_context(),
            automount_service_account_token=False,
            service_account_name=None if account is None else account.name,
            node_selector=node_labels,
            # A service called `registry` would set REGISTRY_PORT, which the registry reads as
            # its own configuration and refuses to start with.
            enable_service_links=False,
            restart_policy=restart_policy,
            termination_grace_period_seconds=grace_seconds,
            topology_spread_constraints=None if placement is None else [placement.spread],
            affinity=None if placement is None else placement.affinity,
            tolerations=None if placement is None else list(placement.tolerations),
        ),
    )


def variables(values: Mapping[str, Input[str]]) -> list[EnvVarArgs]:
    """Plain environment variables; secrets come by reference."""
    return [EnvVarArgs(name=name, value=value) for name, value in values.items()]


def scraped(port: int, path: str = "/metrics") -> dict[str, Input[str]]:
    """The annotations by which Prometheus finds a pod's metrics."""
    return {
        "prometheus.io/scrape": "true",
        "prometheus.io/port": str(port),
        "prometheus.io/path": path,
    }


def _mount(mount: Mount) -> VolumeMountArgs:
    return VolumeMountArgs(
        name=mount.volume,
        mount_path=mount.path,
        read_only=mount.read_only,
        sub_path=mount.sub_path,
    )
