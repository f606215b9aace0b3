"""How a tool is described: what it provides and each way to get it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from bootstrap.tools.versions import Version, VersionRange


@dataclass(frozen=True, kw_only=True)
class Program:
    """One executable: the name it gets on PATH and where a way finds it."""

    name: str
    source: str
    """A Go package, or a path inside an archive, a Go module or a Debian package."""


@dataclass(frozen=True, kw_only=True)
class OnPath:
    """The user's own program is taken when its version fits."""

    version_command: tuple[str, ...]
    fits: VersionRange


@dataclass(frozen=True, kw_only=True)
class Download:
    """An artefact of the project's own release page; `{arch}` is amd64 or arm64."""

    url: str
    programs: tuple[Program, ...]
    """With an empty source the artefact itself is the program."""
    sha256: Mapping[str, str] = field(default_factory=dict)
    """Known checksums by architecture."""
    published_sums: str = ""
    """Where the project publishes its checksums; asked when none is known."""
    arch_names: Mapping[str, str] = field(default_factory=dict)
    """How the project spells an architecture, where it isn't Go's way."""


@dataclass(frozen=True, kw_only=True)
class GoBuild:
    """Programs compiled from one released Go module."""

    module: str
    version: str
    zip_sum: str
    """The module's line for go.sum; what the module needs is checked by Go's checksum database."""
    mod_sum: str
    programs: tuple[Program, ...]
    copies: tuple[Program, ...] = ()
    """Scripts that are taken from the module as they are."""
    ldflags: str = "-s -w"
    staging: tuple[str, ...] = ()
    """Modules that live inside the main one and are published at `staging_version`."""
    staging_version: str = ""
    minimum_go: Version


@dataclass(frozen=True, kw_only=True)
class GoSource:
    """A small program of our own; `folder` lies in bootstrap/tools/go."""

    folder: str
    minimum_go: Version = field(default_factory=lambda: Version(1, 24))


@dataclass(frozen=True, kw_only=True)
class DebianPackages:
    """Packages that are unpacked into the cache and never installed."""

    packages: tuple[str, ...]
    """The first gives the version; `a|b` names the same package on different releases."""
    programs: tuple[Program, ...]
    folders: tuple[Program, ...] = ()
    """Folders that become reachable under a name of their own."""
    variables: Mapping[str, str] = field(default_factory=dict)
    """Variables that the programs need; `{root}` is where the packages were unpacked."""
    alternatives: tuple[str, ...] = ()
    """Values for `{alternative}` in the programs' sources; the first that passes the probe wins."""
    probe: tuple[str, ...] = ()
    """Command that proves that the tool works on this kernel; `{bin}` is its folder."""


@dataclass(frozen=True, kw_only=True)
class Tool:
    """Something to be had in one version, by whichever way works first."""

    name: str
    version: str
    """Empty where the release of Debian decides, or the hash of our own source."""
    provides: tuple[str, ...]
    """Names in the folder for PATH once the tool is there."""
    on_path: OnPath | None = None
    download: Download | None = None
    builds: tuple[GoBuild, ...] = ()
    source: GoSource | None = None
    debian: DebianPackages | None = None

    @property
    def minimum_go(self) -> Version | None:
        """The oldest Go that can build this tool, if it can be built at all."""
        needs = [build.minimum_go for build in self.builds]
        if self.source:
            needs.append(self.source.minimum_go)
        return max(needs, default=None)
