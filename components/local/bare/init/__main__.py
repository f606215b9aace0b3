"""Enter new namespaces, leave a record of process 1 for the driver, and supervise."""

import hashlib
import os
import socket
import subprocess
import sys
from pathlib import Path

from slipway.components.local.bare.init import kernel, view
from slipway.components.local.bare.init.identity import Identity
from slipway.components.local.bare.init.spec import SandboxSpec
from slipway.components.local.bare.init.supervisor import Supervisor

_NAMESPACES = (
    kernel.CLONE_NEWNET
    | kernel.CLONE_NEWNS
    | kernel.CLONE_NEWPID
    | kernel.CLONE_NEWUTS
    | kernel.CLONE_NEWIPC
)
_GO = b"1"


def _first_process(spec: SandboxSpec, recorded: int) -> None:
    # The parent still reads the host's /proc, which the view replaces for both. An end of file
    # means that it failed, and then nobody would know of this process.
    if os.read(recorded, 1) != _GO:
        return
    os.close(recorded)
    os.setsid()
    socket.sethostname(spec.name)
    view.build(spec)
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    Path("/proc/sys/net/ipv4/ip_forward").write_text("1\n")  # of this namespace only
    Supervisor(spec).run()


def main(path: Path) -> None:
    """Become the parent of a sandbox and return once it is on its own."""
    spec = SandboxSpec.load(path)
    kernel.unshare(_NAMESPACES)
    kernel.mount("", "/", flags=kernel.MS_REC | kernel.MS_PRIVATE)
    recorded, go = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(go)
        _first_process(spec, recorded)
        return
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    Identity.of(child, digest).save(Path(spec.run) / "process.json")
    os.write(go, _GO)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
