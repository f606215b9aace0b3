"""The images that `make up` built on this machine, as archives."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from slipway.components.local.spec import SYSTEM_IMAGES
from slipway.serving.release.image.archive import Archive
from slipway.serving.release.image.blob import digest_of
from slipway.stacks.cache import cache_folder
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.images.errors import NoArchivesError

_CONTENT = "[0-9a-f]" * 12


@dataclass(frozen=True, kw_only=True)
class LocalArchives:
    """Archives by image; the one in use comes first, its predecessor may follow."""

    folder: Path
    in_use: dict[str, Path]

    @classmethod
    def find(cls, config: StackConfig | None, folder: Path | None = None) -> "LocalArchives":
        """Those of a folder, or those of the last `make up`: the stack's copy names them."""
        if folder is not None:
            return cls(folder=folder, in_use={})
        machine = None if config is None else config.machine
        archives = {} if machine is None else machine.archives
        return cls(folder=cache_folder() / "images", in_use=dict(archives))

    def names(self) -> list[str]:
        """The images that workloads are made of; the cluster's own stay with the local cluster."""
        known = {path.name[: -len(_suffix())] for path in self._stored("*")} | self.in_use.keys()
        return sorted(known - set(SYSTEM_IMAGES))

    def current(self, name: str) -> Archive:
        """The archive in use, else the newest.

        Raises:
            NoArchivesError: There is none.
        """
        for path in self._candidates(name):
            return Archive.open(path)
        raise NoArchivesError(self.folder, [name])

    def matching(self, name: str, config: str) -> Archive | None:
        """The archive whose image has this config, and so this content."""
        for path in self._candidates(name):
            archive = Archive.open(path)
            if digest_of(archive.config) == config:
                return archive
        return None

    def has(self, name: str) -> bool:
        """Whether any build of an image is here."""
        return any(True for _ in self._candidates(name))

    def _candidates(self, name: str) -> Iterable[Path]:
        used = self.in_use.get(name)
        stored = sorted(self._stored(name), key=lambda path: path.stat().st_mtime, reverse=True)
        if used is None or not used.exists():
            return stored
        return [used, *(path for path in stored if path != used)]

    def _stored(self, name: str) -> list[Path]:
        return list(self.folder.glob(f"{name}-{_CONTENT}.tar"))


def _suffix() -> str:
    return f"-{'0' * 12}.tar"
