"""Programs compiled from Go modules, each in a throw-away module of its own."""

import os
import re
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bootstrap.command import Command, output, run
from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.tools.model import GoBuild, GoSource
from bootstrap.tools.unpack import EXECUTABLE
from bootstrap.tools.versions import Version, find_version

SOURCES = Path(__file__).parent / "go"
REMEDY = (
    "see the log; the Go module proxy must be reachable. What was compiled is kept, "
    "so `make up` goes on from there"
)


@dataclass(frozen=True, kw_only=True)
class Go:
    """The Go compiler on PATH."""

    program: str
    version: Version
    environment: Mapping[str, str]


def find_go(environment: Mapping[str, str] = os.environ) -> Go | None:
    """The compiler and the environment for it, or nothing."""
    program = shutil.which("go", path=environment.get("PATH"))
    if program is None:
        return None
    settings = {
        **environment,
        "CGO_ENABLED": "0",  # an image without a C library must be able to start the program
        "GOFLAGS": "-buildvcs=false -trimpath -mod=mod",
        "GOTOOLCHAIN": "local",  # a closed network has no newer compiler to offer
        "GOWORK": "off",
    }
    version = find_version(output((program, "env", "GOVERSION"), env=settings))
    return Go(program=program, version=version, environment=settings) if version else None


def require_go(go: Go | None, minimum: Version, tool: str) -> Go:
    """A compiler that is new enough, or the fault that says what to install."""
    remedy = f"install Go {minimum.text} or newer and put it on PATH (Debian's own is too old)"
    if go is None:
        raise Fault(f"{tool} must be built and there is no Go on PATH", remedy)
    if go.version < minimum:
        raise Fault(
            f"{tool} must be built with Go {minimum.text} or newer; got {go.version.text}", remedy
        )
    return go


@dataclass(frozen=True, kw_only=True)
class Bench:
    """Where a build works and what it tells."""

    go: Go
    work: Path
    target: Path
    log: Path
    progress: Progress

    def run(self, folder: Path, detail: Callable[[], str], *arguments: str) -> None:
        """Run the compiler in a module's folder."""
        command = Command(
            argv=(self.go.program, *arguments),
            log=self.log,
            cwd=folder,
            env=self.go.environment,
            remedy=REMEDY,
            detail=detail,
        )
        run(command, self.progress)

    def compile(self, package: str, ldflags: str, name: str, folder: Path) -> None:
        """Compile one package; `-v` names each compiled one in the log, which gives a count."""
        self.target.mkdir(parents=True, exist_ok=True)
        start = self.log.stat().st_size if self.log.exists() else 0
        self.run(
            folder,
            lambda: f"{_count(self.log, start)} packages compiled",
            *("build", "-v", "-ldflags", ldflags, "-o", str(self.target / name), package),
        )


def compile_module(build: GoBuild, bench: Bench) -> None:
    """Compile the programs of a released module into a folder."""
    folder = bench.work / _folder_name(build)
    write_module(build, folder)
    requested = [f"{program.source}@{build.version}" for program in build.programs]
    bench.run(folder, lambda: "fetching modules", "get", "-tool", *requested)
    for program in build.programs:
        bench.compile(program.source, build.ldflags, program.name, folder)
    if build.copies:
        _copy(build, bench, folder)


def _copy(build: GoBuild, bench: Bench, folder: Path) -> None:
    """Take scripts from a module as they are."""
    where = ("list", "-m", "-f", "{{.Dir}}", build.module)
    module = output((bench.go.program, *where), env=bench.go.environment, cwd=folder).strip()
    for script in build.copies:
        source = Path(module) / script.source
        if not module or not source.is_file():
            raise Fault(f"{build.module} {build.version} holds no {script.source}", REMEDY)
        shutil.copyfile(source, bench.target / script.name)
        (bench.target / script.name).chmod(EXECUTABLE)


def compile_source(source: GoSource, bench: Bench) -> None:
    """Compile a small program of our own, which needs the standard library only."""
    folder = bench.work / f"own-{source.folder}"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(SOURCES / source.folder, folder)
    language = f"{source.minimum_go.major}.{source.minimum_go.minor}"
    (folder / "go.mod").write_text(f"module slipway.local/{source.folder}\n\ngo {language}\n")
    bench.compile(".", "-s -w", source.folder, folder)


def _count(log: Path, start: int) -> int:
    """Packages named in a log since a position."""
    with log.open("rb") as stream:
        stream.seek(start)
        return max(0, stream.read().count(b"\n") - 1)


def _folder_name(build: GoBuild) -> str:
    """One folder per module and version: programs of the same module share its look-ups."""
    return re.sub(r"[^A-Za-z0-9.]+", "-", f"{build.module}-{build.version}")


def write_module(build: GoBuild, folder: Path) -> None:
    """A module that needs just the one, with its checksum known beforehand."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / "go.mod").exists():
        return
    lines = ["module slipway.local/tool", "", "go 1.24", ""]
    lines += [f"replace {module} => {module} {build.staging_version}" for module in build.staging]
    (folder / "go.sum").write_text(
        f"{build.module} {build.version} {build.zip_sum}\n"
        f"{build.module} {build.version}/go.mod {build.mod_sum}\n"
    )
    temporary = folder / "go.mod.part"
    temporary.write_text("\n".join(lines) + "\n")
    temporary.replace(folder / "go.mod")
