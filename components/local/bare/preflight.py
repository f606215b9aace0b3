"""What must be true before a bare cluster starts, so that nothing of the user's is disturbed."""

import contextlib
import ipaddress
import json
import os
import shutil
import socket
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from slipway.components.local.bare.forward import Forward
from slipway.components.local.bare.layout import Layout
from slipway.components.local.commands import Runner, search_path
from slipway.components.local.errors import (
    AddressInUseError,
    NotRootError,
    PortInUseError,
    ToolMissingError,
)
from slipway.components.local.spec import ClusterSpec

_PROGRAMS: Final = (
    "containerd",
    "containerd-shim-runc-v2",
    "ctr",
    "etcd",
    "ip",
    "iptables",
    "kube-apiserver",
    "kube-controller-manager",
    "kube-proxy",
    "kube-scheduler",
    "kubectl",
    "kubelet",
    "loopback-forward",
    "mount",
    "nsenter",
    "runc",
)
_PLUGINS: Final = ("host-local", "loopback", "portmap", "ptp")
_LISTENING: Final = "0A"


def check_tools(spec: ClusterSpec) -> None:
    """Every program is there, and we may use it."""
    if os.geteuid() != 0:
        raise NotRootError(os.geteuid())
    path = search_path(spec.tools)
    missing = [name for name in _PROGRAMS if shutil.which(name, path=path) is None]
    missing += [f"cni/{name}" for name in _PLUGINS if not (spec.tools / "cni" / name).exists()]
    if missing:
        raise ToolMissingError(spec.tools, tuple(missing))


def check_network(layout: Layout, runner: Runner) -> None:
    """Nobody but us uses the cluster's network."""
    wanted = ipaddress.ip_network(layout.subnet)
    for device, network in _networks(runner):
        if device != layout.device and network.overlaps(wanted):
            raise AddressInUseError(layout.subnet, f"{device} ({network})")


def check_ports(forwards: Iterable[Forward]) -> None:
    """The ports that no daemon of ours has yet are free; all taken ones are named at once."""
    taken = [port for forward in forwards for port in forward.lacking() if not _free(port)]
    if taken:
        raise PortInUseError(tuple((port, _holder(port)) for port in taken))


def _networks(runner: Runner) -> Iterable[tuple[str, ipaddress.IPv4Network]]:
    """Every network that the host reaches without its default route."""
    for route in json.loads(runner.run("ip", "-json", "-4", "route", "show", "table", "all")):
        with contextlib.suppress(ValueError):  # "default"
            yield str(route.get("dev", "a route")), ipaddress.IPv4Network(route["dst"])


def _free(port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _holder(port: int) -> str:
    """Who listens on a port, as far as /proc tells."""
    sockets = set()
    for table in (Path("/proc/net/tcp"), Path("/proc/net/tcp6")):
        with contextlib.suppress(FileNotFoundError):
            for line in table.read_text().splitlines()[1:]:
                fields = line.split()
                if fields[3] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                    sockets.add(f"socket:[{fields[9]}]")
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if str(descriptor.readlink()) in sockets:
                pid = descriptor.parts[2]
                return f"process {pid}, {Path('/proc', pid, 'comm').read_text().strip()}"
    return "unknown process"
