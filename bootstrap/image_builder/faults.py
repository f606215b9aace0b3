"""What can go wrong between a Dockerfile and an image archive."""

from pathlib import Path

from bootstrap.command import tail
from bootstrap.faults import Fault


class MissingInput(Fault):
    """A file that an image is made of isn't there."""

    def __init__(self, image: str, path: Path) -> None:
        super().__init__(
            f"images.{image}: got no file {path}; expected one to copy into the image",
            "run the earlier steps of `make up` again: they make the tools and check out the tree",
        )


class NotStatic(Fault):
    """A program that an otherwise empty image can't start."""

    def __init__(self, image: str, path: Path) -> None:
        super().__init__(
            f"images.{image}: got {path}, a script or dynamically linked; "
            "expected a statically linked program, since the image holds nothing else",
            "build it with CGO_ENABLED=0, or remove it and run `make up` again",
        )


class BuildFailed(Fault):
    """A build that ended with an error; the log's last words are part of the reason."""

    def __init__(self, image: str, code: int, log: Path) -> None:
        last = "\n".join(f"    | {line}" for line in tail(log))
        super().__init__(
            f"images.{image}: got exit code {code} from the build; expected 0\n{last}\n ",
            f"read the whole log {log}, then run `make up` again",
        )


class NoBuilder(Fault):
    """Neither Docker nor buildah can build here."""

    def __init__(self, docker: str, buildah: str) -> None:
        super().__init__(
            f"images: got no way to build (Docker: {docker}; buildah: {buildah}); expected one",
            "start Docker with access to its registry, or run `make up` as root",
        )


class UnknownImage(Fault):
    """A name that no Dockerfile stands for."""

    def __init__(self, names: list[str], known: list[str]) -> None:
        super().__init__(
            f"images: got {', '.join(names)}; expected some of {', '.join(known)}",
            "correct the name",
        )
