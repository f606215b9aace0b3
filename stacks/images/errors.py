"""What can keep the platform's images from being pinned or pushed."""

from collections.abc import Mapping
from pathlib import Path

from slipway.stacks.cli.errors import CheckFailedError, UserError

PIN = "slipway images pin"


class NoLockError(UserError):
    """A project without pinned images."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path}: got nothing; expected the platform's images by digest. "
            f"Run `make up`, which builds them, then `{PIN}`."
        )


class NoRegistryError(UserError):
    """A stack that doesn't say where its images go."""

    def __init__(self, stack: str, cause: str) -> None:
        super().__init__(
            f"registry of stack {stack}: got none ({cause}); expected one in its config or among "
            "its outputs. Name it with --to."
        )


class NoArchivesError(UserError):
    """Images that were never built here."""

    def __init__(self, folder: Path, names: list[str]) -> None:
        super().__init__(
            f"{folder}: got no archive of {', '.join(names)}; expected one for each image. "
            "Run `make up`, which builds them, or name the folder with --archives."
        )


class NotPinnedError(CheckFailedError):
    """Images that can't be pushed, because what is here isn't what is pinned."""

    def __init__(self, faults: Mapping[str, str], lock: Path) -> None:
        lines = "\n".join(f"  {name}: got {fault}" for name, fault in faults.items())
        super().__init__(
            f"images: expected archives of what {lock.name} pins; nothing was pushed:\n{lines}\n"
            f"Pin what was built here (`{PIN}`, then review the change of {lock.name}), "
            "or copy what is pinned (`slipway images push --from REGISTRY`)."
        )


class OtherDigestError(CheckFailedError):
    """An archive that became another manifest here than where it was pinned."""

    def __init__(self, name: str, *, got: str, pinned: str) -> None:
        super().__init__(
            f"{name}: got manifest {got}; expected {pinned}. The content is the same and was "
            f"compressed by another zlib. Pin it here (`{PIN}`), or copy what is pinned "
            "(`slipway images push --from REGISTRY`)."
        )
