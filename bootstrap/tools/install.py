"""A tool by the first way that works: PATH, official download, Go modules or Debian packages."""

import hashlib
import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.lock import wait_turn
from bootstrap.places import Places
from bootstrap.tools import debian, debian_start, go_build
from bootstrap.tools.download import DownloadFailed, artefact_for, fetch
from bootstrap.tools.internet import Internet, Unreachable
from bootstrap.tools.links import are_linked, link
from bootstrap.tools.machine import architecture
from bootstrap.tools.model import Tool
from bootstrap.tools.on_path import Found, look_up, search_path
from bootstrap.tools.stamp import Stamp, read_stamp
from bootstrap.tools.unpack import unpack


@dataclass(frozen=True, kw_only=True)
class Installed:
    """A tool that is there."""

    programs: Mapping[str, Path]
    way: str


@dataclass(kw_only=True)
class Installer:
    """Gets tools for one state folder."""

    places: Places
    internet: Internet = field(default_factory=Internet)
    path: str = field(default_factory=lambda: os.environ.get("PATH", ""))
    _told_closed: bool = False

    def locate(self, tool: Tool) -> Installed | None:
        """The tool as it is now, without fetching anything."""
        found = look_up(tool, search_path(self.path, self.places.bin))
        if isinstance(found, Found):
            return Installed(programs=found.programs, way=f"{found.version} from PATH")
        folder = self._cached(tool)
        stamp = read_stamp(folder) if folder else None
        if folder is None or stamp is None:
            return None
        if tool.debian and not debian_start.passes_probe(tool.debian, folder):
            return None  # a cache that came from a machine with another kernel
        programs = {name: folder / "bin" / name for name in tool.provides}
        if not all(program.exists() for program in programs.values()):
            return None
        return Installed(programs=programs, way=stamp.way)

    def is_ready(self, tool: Tool) -> Installed | None:
        """The tool if it is there and linked."""
        installed = self.locate(tool)
        if installed and are_linked(self.places.bin, installed.programs):
            return installed
        return None

    def ensure(self, tool: Tool, progress: Progress) -> str:
        """Get a tool if it is missing, link it, and tell the way it was taken."""
        with wait_turn(self.places.locks / "tools.lock", progress):
            installed = self.locate(tool)
            if installed is None:
                self._install(tool, progress)
                installed = self.locate(tool)
        if installed is None:
            raise Fault(
                f"{tool.name} was installed but isn't complete",
                f"remove {self.places.tools} and run `make up` again",
            )
        link(self.places.bin, installed.programs)
        return installed.way

    def _install(self, tool: Tool, progress: Progress) -> None:
        """Try each way in order; the reasons of those that failed are told."""
        ways: list[Callable[[Tool, Path, Progress], str]] = []
        if tool.download:
            ways.append(self._by_download)
        if tool.builds or tool.source:
            ways.append(self._by_go)
        if tool.debian:
            ways.append(self._by_debian)
        unfit = look_up(tool, search_path(self.path, self.places.bin))
        if tool.on_path and not isinstance(unfit, Found):
            progress.say(f"{tool.name}: {unfit.reason}")
        for index, way in enumerate(ways):
            try:
                self._complete(tool, way, progress)
            except (DownloadFailed, Unreachable) as failure:
                if index + 1 == len(ways):
                    raise Fault(str(failure), "check the network, run `make up` again") from failure
                self._tell(tool, failure, progress)
            else:
                return

    def _tell(self, tool: Tool, failure: Exception, progress: Progress) -> None:
        """Say why a way was left; a closed network only once."""
        if not isinstance(failure, Unreachable):
            progress.say(f"{tool.name}: {failure}")
        elif not self._told_closed:
            self._told_closed = True
            progress.say(f"{failure}: downloads are skipped from here on")

    def _complete(
        self, tool: Tool, way: Callable[[Tool, Path, Progress], str], progress: Progress
    ) -> None:
        """Fill a folder beside the final one and move it there when it is whole."""
        part = self.places.tools / f".{tool.name}.part"
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        try:
            told = way(tool, part, progress)
            version = self.version(tool)
            final = self.places.tools / f"{tool.name}-{version}"
            Stamp(tool=tool.name, version=version, way=told).write(part)
            _sync(part)
            if final.exists():
                shutil.rmtree(final)
            part.replace(final)
        finally:
            shutil.rmtree(part, ignore_errors=True)

    def version(self, tool: Tool) -> str:
        """The pinned version, the package archive's, or the hash of our own source."""
        if tool.debian:
            return debian.offered_version(tool.debian)
        if tool.source:
            files = sorted((go_build.SOURCES / tool.source.folder).glob("*.go"))
            content = b"".join(file.read_bytes() for file in files)
            return hashlib.sha256(content).hexdigest()[:12]
        return tool.version

    def _cached(self, tool: Tool) -> Path | None:
        """The tool's folder in the cache; without package lists any version of it."""
        version = self.version(tool)
        if version:
            return self.places.tools / f"{tool.name}-{version}"
        pattern = re.compile(rf"{re.escape(tool.name)}-\d")
        folders = self.places.tools.glob(f"{tool.name}-*")
        return max((f for f in folders if pattern.match(f.name)), default=None)

    def _by_download(self, tool: Tool, part: Path, progress: Progress) -> str:
        if tool.download is None:
            raise DownloadFailed(f"{tool.name} isn't published")
        machine = architecture()
        artefact = artefact_for(tool.download, machine, self.internet)
        target = part / artefact.url.rsplit("/", 1)[1]
        fetch(artefact, target, self.internet, progress)
        spelled = tool.download.arch_names.get(machine, machine)
        unpack(target, tool.download.programs, part / "bin", spelled)
        target.unlink(missing_ok=True)
        return f"downloaded from {artefact.url.split('/')[2]}"

    def _by_go(self, tool: Tool, part: Path, progress: Progress) -> str:
        if tool.minimum_go is None:
            raise DownloadFailed(f"{tool.name} can't be built")
        bench = go_build.Bench(
            go=go_build.require_go(go_build.find_go(), tool.minimum_go, tool.name),
            work=self.places.cache / "work",
            target=part / "bin",
            log=self._log(tool),
            progress=progress,
        )
        for build in tool.builds:
            go_build.compile_module(build, bench)
        if tool.source:
            go_build.compile_source(tool.source, bench)
            return "built from source"
        return "built from Go modules"

    def _by_debian(self, tool: Tool, part: Path, progress: Progress) -> str:
        if tool.debian is None:
            raise DownloadFailed(f"{tool.name} has no Debian package")
        downloads = self.places.cache / "debs" / tool.name
        debian.unpack_packages(tool.debian, part / "root", downloads, self._log(tool), progress)
        debian_start.make_programs(tool.debian, part)
        return f"unpacked from Debian packages ({debian.offered_version(tool.debian)})"

    def _log(self, tool: Tool) -> Path:
        return self.places.logs / f"tools-{tool.name}.log"


def _sync(folder: Path) -> None:
    """Write a folder's programs to the disk before they count as installed."""
    for file in (folder / "bin").iterdir():
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as stream:
                os.fsync(stream.fileno())
