"""How full a pod's disk is: no metric of the cluster says it for every kind of volume."""

from pulumi import Input
from pulumi_kubernetes.core.v1 import ContainerArgs

from slipway.components.kubernetes.pod import Mount, container
from slipway.components.kubernetes.probes import http_probes
from slipway.components.kubernetes.size import Size

PORT = 9100


def watcher(image: Input[str], volume: str = "data") -> ContainerArgs:
    """A container beside the server that sees the same volume at `/data` and may not write it."""
    return container(
        "disk",
        image=image,
        size=Size(cpu="10m", memory="48Mi", cpu_limit="250m"),
        command=["prometheus-node-exporter"],
        args=[
            "--collector.disable-defaults",
            "--collector.filesystem",
            "--collector.filesystem.mount-points-exclude=^/($|proc|sys|dev|etc|run|tmp|var)",
            # Its default leaves out overlays, which a volume of a cluster in a container may be.
            "--collector.filesystem.fs-types-exclude=^(proc|sysfs|cgroup2?|tmpfs|devpts|mqueue)$",
            "--web.disable-exporter-metrics",
            f"--web.listen-address=:{PORT}",
        ],
        ports={"disk": PORT},
        mounts=[Mount(volume=volume, path="/data")],
        probes=http_probes("/", "disk", startup_seconds=60),
    )
