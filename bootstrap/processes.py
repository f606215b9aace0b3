"""Processes of this machine, as far as /proc tells, and which of them belong to a state folder."""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

from bootstrap.places import Places

MARKER = b"SLIPWAY_CLUSTER="
"""Set by the bare cluster in everything that it starts; its value is the cluster's folder."""
_LISTENING = "0A"


@dataclass(frozen=True, kw_only=True)
class Process:
    """A process and why it was found."""

    pid: int
    command: str
    reason: str


def our_processes(places: Places) -> list[Process]:
    """Everything that runs for a state folder, pods included; never ourselves or our callers."""
    callers = _callers()
    found: list[Process] = []
    for folder in Path("/proc").glob("[0-9]*"):
        pid = int(folder.name)
        if pid in callers:
            continue
        reason = _belongs(folder, places)
        if reason:
            found.append(Process(pid=pid, command=command_of(pid), reason=reason))
    return sorted(found, key=lambda process: process.pid)


def _belongs(folder: Path, places: Places) -> str:
    """Why a process is ours, or nothing."""
    state = str(places.state).encode()
    environment = _read(folder / "environ").split(b"\0")
    if any(entry.startswith(MARKER + state) for entry in environment):
        return "started by the local cluster"
    words = _read(folder / "cmdline").split(b"\0")
    if words[0].startswith(state + b"/"):
        return "runs from the state folder"
    if _is_tool(folder, places) and any(state in text for text in (*words, *environment)):
        return "a tool that works on the state folder"
    if _elsewhere_mounted(folder) and state in _read(folder / "mountinfo"):
        return "a container on the state folder"
    return ""


def _is_tool(folder: Path, places: Places) -> bool:
    with contextlib.suppress(OSError):
        return (folder / "exe").readlink().is_relative_to(places.tools)
    return False


def _elsewhere_mounted(folder: Path) -> bool:
    """Whether a process sees other mounts than we do; those of our own tell nothing about it."""
    with contextlib.suppress(OSError):
        return (folder / "ns" / "mnt").readlink() != Path("/proc/self/ns/mnt").readlink()
    return False


def _callers() -> set[int]:
    """We and the processes that started us."""
    pid, found = os.getpid(), set[int]()
    while pid > 0 and pid not in found:
        found.add(pid)
        # The name in the second field may hold blanks and brackets: read from its end.
        fields = _read(Path(f"/proc/{pid}/stat")).rpartition(b")")[2].split()
        pid = int(fields[1]) if len(fields) > 1 else 0
    return found


def command_of(pid: int) -> str:
    """A process's name and first words, short enough for a line."""
    words = _read(Path(f"/proc/{pid}/cmdline")).replace(b"\0", b" ").decode(errors="replace")
    name = _read(Path(f"/proc/{pid}/comm")).decode(errors="replace").strip()
    limit = 100
    text = words.strip() or name or "ended meanwhile"
    return text if len(text) <= limit else f"{text[:limit]}..."


def listener(port: int) -> int | None:
    """The process that listens on a port, if we may see it."""
    sockets: set[str] = set()
    for table in ("/proc/net/tcp", "/proc/net/tcp6"):
        for line in _read(Path(table)).decode().splitlines()[1:]:
            fields = line.split()
            if fields[3] == _LISTENING and int(fields[1].rpartition(":")[2], 16) == port:
                sockets.add(f"socket:[{fields[9]}]")
    for descriptor in Path("/proc").glob("[0-9]*/fd/*"):
        with contextlib.suppress(OSError):
            if str(descriptor.readlink()) in sockets:
                return int(descriptor.parts[2])
    return None


def is_alive(pid: int) -> bool:
    """Whether a process with this id exists."""
    return Path(f"/proc/{pid}").exists()


def _read(path: Path) -> bytes:
    """A file of /proc; processes end while we look, and some aren't ours to read."""
    try:
        return path.read_bytes()
    except OSError:
        return b""
