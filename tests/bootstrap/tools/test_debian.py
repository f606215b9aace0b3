import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.tools import debian
from bootstrap.tools.debian import candidates, choose, offered_version, unpack_packages
from bootstrap.tools.model import DebianPackages

Write = Callable[[Path, str], Path]
POLICY = """cat <<'EOF'
etcd-server:
  Installed: (none)
  Candidate: 1:3.4.23-4+b4
  Version table:
     3.4.23-4+b4 500
libgpgme11t64:
  Installed: 1.0
  Candidate: 1.18.0-4
gone:
  Installed: (none)
  Candidate: (none)
EOF"""


@pytest.fixture(autouse=True)
def nothing_asked_yet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "_asked", {})


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "programs"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}:/usr/bin:/bin")
    return folder


def test_only_what_can_be_had_is_offered(programs: Path, write_program: Write) -> None:
    write_program(programs / "apt-cache", POLICY)
    offered = candidates(("etcd-server", "libgpgme11", "libgpgme11t64", "gone"))
    assert offered == {"etcd-server": "1:3.4.23-4+b4", "libgpgme11t64": "1.18.0-4"}


def test_the_archive_is_asked_once_per_package(programs: Path, write_program: Write) -> None:
    asked = programs / "asked"
    write_program(programs / "apt-cache", f'echo "$@" >> {asked}\n{POLICY}')
    candidates(("etcd-server", "gone"))
    candidates(("etcd-server", "gone"))
    candidates(("other", "gone"))
    assert asked.read_text() == "policy etcd-server gone\npolicy other\n"


def test_of_two_names_the_offered_one_is_taken() -> None:
    chosen, missing = choose(("a|b", "c", "d|e"), {"b": "1", "c": "2"})
    assert chosen == ["b", "c"]
    assert missing == ["d|e"]


def test_a_version_becomes_a_folders_name_without_a_colon(
    programs: Path, write_program: Write
) -> None:
    write_program(programs / "apt-cache", POLICY)
    packages = DebianPackages(packages=("etcd-server", "other"), programs=())
    assert offered_version(packages) == "1_3.4.23-4+b4"


@pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="packages are made with dpkg-deb")
def test_packages_are_unpacked_and_nothing_is_installed(
    tmp_path: Path, programs: Path, write_program: Write, progress: Progress
) -> None:
    package = tmp_path / "package"
    write_program(package / "usr" / "bin" / "etcd", "echo etcd")
    (package / "DEBIAN").mkdir()
    (package / "DEBIAN" / "control").write_text(
        "Package: etcd-server\nVersion: 3.4\nArchitecture: all\nMaintainer: n\nDescription: d\n"
    )
    write_program(package / "DEBIAN" / "postinst", f"touch {tmp_path / 'was-installed'}")
    deb = tmp_path / "etcd-server.deb"
    subprocess.run(["dpkg-deb", "--build", package, deb], check=True, capture_output=True)
    write_program(programs / "apt-cache", POLICY)
    write_program(programs / "apt-get", f'test "$*" = "download etcd-server" && cp {deb} .')
    packages = DebianPackages(packages=("etcd-server",), programs=())
    root, downloads = tmp_path / "root", tmp_path / "debs"
    taken = unpack_packages(packages, root, downloads, tmp_path / "log", progress)
    assert taken == ["etcd-server"]
    assert (root / "usr" / "bin" / "etcd").exists()
    assert not downloads.exists()
    assert not (tmp_path / "was-installed").exists()


def test_missing_package_lists_are_fetched_first(
    tmp_path: Path,
    programs: Path,
    write_program: Write,
    progress: Progress,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    lists = tmp_path / "lists"
    write_program(programs / "apt-cache", f"test -e {lists} || exit 0\n{POLICY}")
    write_program(programs / "apt-get", f"echo $1 >> {tmp_path / 'calls'}; touch {lists}")
    packages = DebianPackages(packages=("etcd-server",), programs=())
    unpack_packages(packages, tmp_path / "root", tmp_path / "debs", tmp_path / "log", progress)
    assert (tmp_path / "calls").read_text() == "update\ndownload\n"


def test_a_package_that_isnt_offered_is_named(
    tmp_path: Path,
    programs: Path,
    write_program: Write,
    progress: Progress,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    write_program(programs / "apt-cache", POLICY)
    write_program(programs / "apt-get", "true")
    packages = DebianPackages(packages=("etcd-server", "gone"), programs=())
    with pytest.raises(Fault, match="doesn't offer gone"):
        unpack_packages(packages, tmp_path / "r", tmp_path / "d", tmp_path / "log", progress)


def test_without_apt_the_other_way_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, progress: Progress
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    packages = DebianPackages(packages=("etcd-server",), programs=())
    with pytest.raises(Fault, match="no apt-get on this machine"):
        unpack_packages(packages, tmp_path / "r", tmp_path / "d", tmp_path / "log", progress)
