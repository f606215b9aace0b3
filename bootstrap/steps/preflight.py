"""What must be true before anything is made."""

import shutil
import socket
from pathlib import Path

from bootstrap import driver, owner
from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.processes import command_of, listener, our_processes
from bootstrap.steps.runner import Step, never_done
from bootstrap.tools.catalogue import tools_for
from bootstrap.tools.go_build import find_go
from bootstrap.tools.install import Installer

API_PORT = 6443
NODE_PORTS = range(30000, 30032)
GIGABYTE = 1_000_000_000
COLD_GIGABYTES = 25
"""Compiling takes most of it: 5 for Go's cache, 4 for modules, 10 for images, the rest for data."""
WARM_GIGABYTES = 5


def preflight_step(places: Places, chosen: driver.Driver, installer: Installer) -> Step:
    """Look at the machine; nothing of a person's is touched."""

    def run(progress: Progress) -> str:
        owner.check_owner(places)
        check_ports(places, chosen)
        missing = [tool for tool in tools_for(chosen) if installer.locate(tool) is None]
        check_disk(places.cache, cold=bool(missing))
        owner.claim(places)
        driver.keep_driver(places, chosen)
        if missing:
            progress.say(f"tools to get: {', '.join(tool.name for tool in missing)}")
            needs = [tool.minimum_go for tool in missing if tool.minimum_go]
            go = find_go()
            if needs and (go is None or go.version < max(needs)):
                have = f"Go {go.version.text}" if go else "no Go"
                progress.say(f"{have} on PATH: only downloads can work ({max(needs).text} builds)")
        return f"root, disk and ports are fine, driver {chosen}"

    return Step(name="preflight", done=never_done, run=run)


def check_ports(places: Places, chosen: driver.Driver) -> None:
    """Refuse a port that somebody else listens on, naming it and the process if it can be seen."""
    taken = [port for port in (API_PORT, *NODE_PORTS) if not is_free(port)]
    if not taken:
        return
    ours = {process.pid for process in our_processes(places)}
    foreign = []
    for port in taken:
        pid = listener(port)
        if pid in ours or _is_kind(places, chosen, pid):
            continue
        foreign.append(f"{port} ({f'process {pid}: {command_of(pid)}' if pid else 'unknown'})")
    if foreign:
        raise Fault(
            f"ports on 127.0.0.1 are taken: {', '.join(foreign)}",
            f"free them; Slipway needs {API_PORT} and {NODE_PORTS[0]}-{NODE_PORTS[-1]}",
        )


def _is_kind(places: Places, chosen: driver.Driver, pid: int | None) -> bool:
    """Whether Docker holds a port for the cluster that this state folder made."""
    made = (places.backend / ".pulumi").is_dir()
    return chosen == "kind" and made and pid is not None and "docker-proxy" in command_of(pid)


def is_free(port: int) -> bool:
    """Whether a port of the loopback address can be listened on."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def check_disk(cache: Path, *, cold: bool) -> None:
    """Refuse a disk that would fill up on the way."""
    existing = next(folder for folder in (cache, *cache.parents) if folder.exists())
    free = shutil.disk_usage(existing).free / GIGABYTE
    need = COLD_GIGABYTES if cold else WARM_GIGABYTES
    if free < need:
        raise Fault(
            f"disk of {existing}: got {free:.1f} GB free; expected {need}",
            "free some space, or set SLIPWAY_CACHE and SLIPWAY_STATE to another disk",
        )
