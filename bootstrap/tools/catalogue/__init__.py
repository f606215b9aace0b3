"""Every tool with its pinned version: the one place to change one.

About checksums: the known ones were taken from public records of the same release, some from a
single one, and not computed from a download of ours. Where none is known, the checksum that the
project publishes beside the artefact is fetched: that finds a broken download, but not a replaced
release.
"""

from typing import Literal

from bootstrap.tools.catalogue import addons, debian, kubernetes, own, pulumi
from bootstrap.tools.model import Tool

# In the order in which they are fetched: quick ones first, so that a fault shows early.
_SHARED = (
    debian.DEBOOTSTRAP,
    debian.BUILDAH,
    debian.PROMTOOL,
    own.PAUSE,
    kubernetes.KUBECTL,
    pulumi.PULUMI,
    addons.COREDNS,
    addons.REGISTRY,
    addons.VERSITYGW,
    addons.LOCAL_PATH_PROVISIONER,
    addons.METRICS_SERVER,
)
_BARE = (
    debian.CONTAINERD,
    debian.ETCD,
    debian.IPTABLES,
    own.LOOPBACK_FORWARD,
    *kubernetes.SERVERS,
)


def tools_for(driver: Literal["kind", "bare"]) -> tuple[Tool, ...]:
    """The tools of one driver of the local cluster."""
    return (*((kubernetes.KIND,) if driver == "kind" else _BARE), *_SHARED)
