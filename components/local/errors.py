"""What can go wrong with a local cluster, said so that the reader knows what to do."""

from pathlib import Path


class LocalClusterError(Exception):
    """A fault that the user can act on; shown without a traceback."""


class SpecError(LocalClusterError):
    """All faults of a cluster's description at once."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


class ToolMissingError(LocalClusterError):
    """A program that the driver needs is not in the tools folder."""

    def __init__(self, tools: Path, missing: tuple[str, ...]) -> None:
        super().__init__(
            f"tools: got {tools} without {', '.join(missing)}; expected a folder with all programs "
            "of the cluster. Run `make up`, which fetches or builds them."
        )


class NotRootError(LocalClusterError):
    """Namespaces, mounts and cgroups need root."""

    def __init__(self, user: int) -> None:
        super().__init__(
            f"user: got uid {user}; expected root. Run it with sudo, or install Docker and kind "
            "and use `driver: kind`."
        )


class PortInUseError(LocalClusterError):
    """Ports of the host that the cluster needs belong to somebody else."""

    def __init__(self, taken: tuple[tuple[int, str], ...]) -> None:
        listing = ", ".join(f"{port} ({holder})" for port, holder in taken)
        super().__init__(
            f"127.0.0.1: got ports in use: {listing}; expected them free. Stop what uses them, or "
            "choose others with `apiPort` and `nodePorts`."
        )


class AddressInUseError(LocalClusterError):
    """The host already uses the cluster's network."""

    def __init__(self, subnet: str, holder: str) -> None:
        super().__init__(
            f"network {subnet}: got it in use by {holder}; expected it free. Choose another "
            "`index`, which moves the cluster to another network."
        )


class DeviceInUseError(LocalClusterError):
    """A network device with our name belongs to somebody else."""

    def __init__(self, device: str, owner: str) -> None:
        super().__init__(
            f"network device {device}: got one that belongs to {owner or 'an unknown owner'}; "
            "expected none. Another clone's cluster runs: remove it there, or choose another "
            "`index` here."
        )


class ProgramFailedError(LocalClusterError):
    """A command of ours ended with an error."""

    def __init__(self, command: tuple[str, ...], code: int, output: str) -> None:
        super().__init__(
            f"{' '.join(command)}: got exit code {code}; expected 0. It said:\n{output.strip()}"
        )
        self.code = code
        self.output = output


class NotReadyError(LocalClusterError):
    """Something did not become ready in time."""

    def __init__(self, what: str, seconds: float, detail: str) -> None:
        super().__init__(
            f"{what}: not ready after {seconds:.0f} s; expected it sooner. Last seen: {detail}"
        )


class ImageMissingError(LocalClusterError):
    """A container image can neither be found nor fetched."""

    def __init__(self, name: str, reference: str, reason: str) -> None:
        super().__init__(
            f"images.{name}: got {reference}, {reason}; expected an archive that holds it, as the "
            "cluster's nodes reach no registry outside. Run `make up`, which builds the images."
        )


class LeftoversError(LocalClusterError):
    """Removal left something behind."""

    def __init__(self, left: tuple[str, ...]) -> None:
        super().__init__(
            "removal: got leftovers; expected none:\n" + "\n".join(f"  {line}" for line in left)
        )
        self.left = left


class ForeignStateError(LocalClusterError):
    """A folder holds something that is not a cluster of ours."""

    def __init__(self, state: Path, reason: str) -> None:
        super().__init__(
            f"state: got {state}, {reason}; expected an empty folder or a cluster of ours. "
            "Name another folder."
        )


class UnknownNodeError(LocalClusterError):
    """A name that no part of the cluster has."""

    def __init__(self, name: str, known: tuple[str, ...]) -> None:
        super().__init__(f"node: got {name}; expected one of {', '.join(known)}.")
