"""What this machine is, in the words of Go and Debian."""

import platform

from bootstrap.faults import Fault

_ARCHITECTURES = {"x86_64": "amd64", "amd64": "amd64", "aarch64": "arm64", "arm64": "arm64"}


def architecture() -> str:
    """Go's name of this machine's processor."""
    if platform.system() != "Linux":
        raise Fault(
            f"operating system: got {platform.system()}; expected Linux",
            "use a Linux machine or a Linux virtual machine",
        )
    machine = platform.machine().lower()
    if machine not in _ARCHITECTURES:
        raise Fault(
            f"processor: got {machine}; expected one of {', '.join(sorted(_ARCHITECTURES))}",
            "use a machine with one of these processors",
        )
    return _ARCHITECTURES[machine]
