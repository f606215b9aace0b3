import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap.faults import Fault
from bootstrap.tools.debian_start import make_programs, missing_libraries, passes_probe
from bootstrap.tools.model import DebianPackages, Program

Write = Callable[[Path, str], Path]


def run(program: Path, *arguments: str, **variables: str) -> str:
    environment = {"PATH": os.environ["PATH"], **variables}
    done = subprocess.run(
        [program, *arguments], capture_output=True, check=True, text=True, env=environment
    )
    return done.stdout.strip()


def test_a_program_that_needs_nothing_is_a_link(tmp_path: Path, write_program: Write) -> None:
    write_program(tmp_path / "root/usr/bin/etcd", "echo etcd $1")
    make_programs(
        DebianPackages(packages=(), programs=(Program(name="etcd", source="usr/bin/etcd"),)),
        tmp_path,
    )
    assert (tmp_path / "bin/etcd").is_symlink()
    assert run(tmp_path / "bin/etcd", "now") == "etcd now"


def test_a_start_script_works_through_a_link_after_its_folder_was_moved(
    tmp_path: Path, write_program: Write
) -> None:
    part = tmp_path / "tool.part"
    write_program(part / "root/usr/sbin/multi-nft", 'echo "$@" $TABLES')
    packages = DebianPackages(
        packages=(),
        programs=(Program(name="rules", source="usr/sbin/multi-{alternative} rules"),),
        variables={"TABLES": "{root}/tables"},
        alternatives=("nft",),
    )
    make_programs(packages, part)
    part.rename(tmp_path / "tool 1.0")
    link = tmp_path / "rules"
    link.symlink_to(tmp_path / "tool 1.0/bin/rules")
    assert run(link, "-t", "nat") == f"rules -t nat {tmp_path}/tool 1.0/root/tables"


def test_a_persons_own_setting_wins(tmp_path: Path, write_program: Write) -> None:
    write_program(tmp_path / "root/usr/bin/build", 'echo "$CONF"')
    packages = DebianPackages(
        packages=(),
        programs=(Program(name="build", source="usr/bin/build"),),
        variables={"CONF": "{root}/etc/conf"},
    )
    make_programs(packages, tmp_path)
    assert run(tmp_path / "bin/build", CONF="/mine") == "/mine"


@pytest.fixture
def loader(tmp_path: Path, write_program: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    """An `ldd` for which libx is where LD_LIBRARY_PATH says, and nowhere else."""
    write_program(
        tmp_path / "fake/ldd",
        'test -e "$LD_LIBRARY_PATH/libx.so.1" || echo "  libx.so.1 => not found"',
    )
    monkeypatch.setenv("PATH", f"{tmp_path / 'fake'}:{os.environ['PATH']}")


@pytest.mark.usefixtures("loader")
def test_libraries_are_set_for_a_program_that_misses_them(tmp_path: Path) -> None:
    root = tmp_path / "tool/root"
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/tool").write_bytes(b"\x7fELF")
    libraries = root / "usr/lib/x86_64-linux-gnu"
    libraries.mkdir(parents=True)
    (libraries / "libx.so.1").touch()
    make_programs(
        DebianPackages(packages=(), programs=(Program(name="tool", source="usr/bin/tool"),)),
        tmp_path / "tool",
    )
    script = (tmp_path / "tool/bin/tool").read_text()
    assert 'LD_LIBRARY_PATH="$root/usr/lib/x86_64-linux-gnu${LD_LIBRARY_PATH:+:' in script


@pytest.mark.usefixtures("loader")
def test_a_library_that_no_package_holds_is_named(tmp_path: Path) -> None:
    root = tmp_path / "tool/root"
    (root / "usr/bin").mkdir(parents=True)
    (root / "usr/bin/tool").write_bytes(b"\x7fELF")
    packages = DebianPackages(packages=(), programs=(Program(name="tool", source="usr/bin/tool"),))
    assert missing_libraries(root / "usr/bin/tool") == ["libx.so.1"]
    with pytest.raises(Fault, match=r"tool needs libx\.so\.1, which no package"):
        make_programs(packages, tmp_path / "tool")


def test_a_program_that_the_package_lacks_is_named(tmp_path: Path) -> None:
    (tmp_path / "root").mkdir()
    packages = DebianPackages(packages=(), programs=(Program(name="etcd", source="usr/bin/etcd"),))
    with pytest.raises(Fault, match="holds no usr/bin/etcd"):
        make_programs(packages, tmp_path)


def test_folders_are_reachable_under_their_name(tmp_path: Path, write_program: Write) -> None:
    write_program(tmp_path / "root/usr/lib/cni/bridge", "true")
    folders = (Program(name="cni", source="usr/lib/cni"),)
    make_programs(DebianPackages(packages=(), programs=(), folders=folders), tmp_path)
    assert (tmp_path / "bin/cni/bridge").is_file()


PROBED = DebianPackages(
    packages=(),
    programs=(Program(name="rules", source="usr/sbin/{alternative}"),),
    alternatives=("nft", "legacy"),
    probe=("{bin}/rules", "-S"),
)


@pytest.fixture
def as_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)


@pytest.mark.usefixtures("as_root")
def test_the_first_alternative_that_works_is_taken(tmp_path: Path, write_program: Write) -> None:
    write_program(tmp_path / "root/usr/sbin/nft", "exit 4")
    write_program(tmp_path / "root/usr/sbin/legacy", "echo legacy")
    make_programs(PROBED, tmp_path)
    assert run(tmp_path / "bin/rules") == "legacy"
    assert passes_probe(PROBED, tmp_path)


@pytest.mark.usefixtures("as_root")
def test_a_tool_that_works_in_no_way_is_refused(tmp_path: Path, write_program: Write) -> None:
    write_program(tmp_path / "root/usr/sbin/nft", "exit 4")
    write_program(tmp_path / "root/usr/sbin/legacy", "exit 4")
    with pytest.raises(Fault, match="rules from Debian doesn't work on this kernel"):
        make_programs(PROBED, tmp_path)
    assert not passes_probe(PROBED, tmp_path)
