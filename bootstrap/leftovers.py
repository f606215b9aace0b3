"""What a run could leave on the machine: looked for, named, never touched."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bootstrap.command import output
from bootstrap.driver import kept_driver
from bootstrap.places import Places
from bootstrap.processes import our_processes

NAME = "slipway"
"""What the stack's cluster calls its cgroup."""
DEVICE = "slipway0"
"""Its network device; clusters of other state folders have other numbers and aren't ours."""
CGROUPS = Path("/sys/fs/cgroup")


@dataclass(frozen=True, kw_only=True)
class Left:
    """Something that is still there."""

    kind: str
    name: str

    @property
    def text(self) -> str:
        """As it is printed."""
        return f"{self.kind}: {self.name}"


def in_use(places: Places) -> list[Left]:
    """What forbids to delete the state folder: files below a mount would be lost with it."""
    return [*_processes(places), *_mounts(places), *_containers(places)]


def on_machine(places: Places) -> list[Left]:
    """What lives outside of the state folder."""
    return [
        *_existing("network device", Path("/sys/class/net") / DEVICE),
        *_existing("network namespace", Path("/run/netns") / NAME),
        *_cgroups(),
        *_rules(places),
    ]


def _processes(places: Places) -> Iterator[Left]:
    for process in our_processes(places):
        yield Left(kind="process", name=f"{process.pid} {process.command} ({process.reason})")


def _mounts(places: Places) -> Iterator[Left]:
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        place = line.split()[4].encode().decode("unicode_escape")  # blanks are written as \040
        if Path(place).is_relative_to(places.state):
            yield Left(kind="mount", name=place)


def _containers(places: Places) -> Iterator[Left]:
    """Nodes of kind; asked only where that driver was chosen."""
    if kept_driver(places) != "kind":
        return
    listing = ("docker", "ps", "--all", "--format", "{{.Names}}")
    label = f"--filter=label=io.x-k8s.kind.cluster={NAME}"
    for name in output((*listing, label)).split():
        yield Left(kind="container", name=name)


def _existing(kind: str, path: Path) -> Iterator[Left]:
    if path.exists():
        yield Left(kind=kind, name=path.name)


def _cgroups() -> Iterator[Left]:
    """Ours lie at the top of each hierarchy, which are one folder (v2) or one each (v1)."""
    for folder in sorted((*CGROUPS.glob(NAME), *CGROUPS.glob(f"*/{NAME}"))):
        if folder.is_dir() and not folder.is_symlink():
            yield Left(kind="cgroup", name=str(folder))


def _rules(places: Places) -> Iterator[Left]:
    """Packet filter rules that name our device; only where the tool is there to ask."""
    for program in sorted(places.tools.glob("iptables-*/bin/ip*tables-save")):
        for line in output((str(program),)).splitlines():
            if DEVICE in line.split():
                yield Left(kind="rule", name=line.strip())
