"""The sandbox's own view of the file system: what programs write by habit stays inside."""

import os
from pathlib import Path
from typing import Final

from slipway.components.local.bare.init.kernel import (
    MS_BIND,
    MS_NODEV,
    MS_NOEXEC,
    MS_NOSUID,
    MS_REC,
    MS_SHARED,
    mount,
)
from slipway.components.local.bare.init.spec import SandboxSpec

_SCRATCH: Final = Path("/run/slipway")

_SHIELDED: Final = {
    "kernel/keys/root_maxbytes": "25000000",
    "kernel/keys/root_maxkeys": "1000000",
    "kernel/panic": "10",
    "kernel/panic_on_oops": "1",
    "vm/overcommit_memory": "1",
    "vm/panic_on_oom": "0",
}
"""Settings of the whole machine that kubelet insists on: it reads and writes a copy of ours."""


def build(spec: SandboxSpec) -> None:
    """Hide what must not be touched and put the sandbox's own folders in their usual places."""
    # Held open, since the mounts below may hide the paths.
    keep = os.open(spec.keep, os.O_PATH)
    sources = [os.open(bind.source, os.O_PATH) for bind in spec.binds]
    mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC)
    mount("tmpfs", "/run", "tmpfs", MS_NOSUID | MS_NODEV, "mode=0755")
    _cover("/var/lib")
    _place(keep, spec.keep)
    for source, bind in zip(sources, spec.binds, strict=True):
        _place(source, bind.target)
        os.close(source)
    os.close(keep)
    _shield()
    # kubelet needs mounts to travel into containers; the host sees none of them, because the
    # namespace was cut off from it before.
    mount("", "/", flags=MS_REC | MS_SHARED)


def _cover(folder: str) -> None:
    """Let programs create what they like in a folder, without a trace on the host."""
    scratch = _SCRATCH / folder.strip("/").replace("/", "-")
    upper, work = scratch / "upper", scratch / "work"
    upper.mkdir(parents=True)
    work.mkdir()
    mount("overlay", folder, "overlay", 0, f"lowerdir={folder},upperdir={upper},workdir={work}")


def _place(source: int, target: str) -> None:
    Path(target).mkdir(parents=True, exist_ok=True)
    mount(f"/proc/self/fd/{source}", target, flags=MS_BIND | MS_REC)


def _shield() -> None:
    folder = _SCRATCH / "sysctl"
    folder.mkdir(parents=True)
    for name, value in _SHIELDED.items():
        real = Path("/proc/sys") / name
        if real.exists():
            copy = folder / name.replace("/", ".")
            copy.write_text(f"{value}\n")
            mount(str(copy), str(real), flags=MS_BIND)
