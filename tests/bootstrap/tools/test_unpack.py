import io
import tarfile
from pathlib import Path

import pytest

from bootstrap.tools.download import DownloadFailed
from bootstrap.tools.model import Program
from bootstrap.tools.unpack import unpack


def archive(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, body in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(body)
            tar.addfile(info, io.BytesIO(body))
    return path


def test_a_bare_program_is_moved_and_made_executable(tmp_path: Path) -> None:
    artefact = tmp_path / "kubectl-linux"
    artefact.write_bytes(b"x")
    unpack(artefact, (Program(name="kubectl", source=""),), tmp_path / "bin", "amd64")
    assert (tmp_path / "bin" / "kubectl").read_bytes() == b"x"
    assert (tmp_path / "bin" / "kubectl").stat().st_mode & 0o777 == 0o755
    assert not artefact.exists()


@pytest.mark.parametrize("prefix", ["", "./"])
def test_only_the_named_members_come_out(tmp_path: Path, prefix: str) -> None:
    members = {f"{prefix}tool_x64/tool": b"x", f"{prefix}README": b"r", "../outside": b"o"}
    artefact = archive(tmp_path / "a.tgz", members)
    target = tmp_path / "deep" / "bin"
    unpack(artefact, (Program(name="tool", source="tool_{arch}/tool"),), target, "x64")
    assert [path.name for path in target.iterdir()] == ["tool"]
    assert (target / "tool").read_bytes() == b"x"
    assert not (tmp_path / "deep" / "outside").exists()


def test_a_missing_member_is_named(tmp_path: Path) -> None:
    artefact = archive(tmp_path / "a.tgz", {"other": b"x"})
    with pytest.raises(DownloadFailed, match="the archive holds no file tool"):
        unpack(artefact, (Program(name="tool", source="tool"),), tmp_path / "bin", "amd64")


def test_a_page_instead_of_an_archive_is_refused(tmp_path: Path) -> None:
    artefact = tmp_path / "a.tgz"
    artefact.write_text("<html>")
    with pytest.raises(DownloadFailed, match=r"a\.tgz: not an archive"):
        unpack(artefact, (Program(name="tool", source="tool"),), tmp_path / "bin", "amd64")
