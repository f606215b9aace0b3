from collections.abc import Callable
from pathlib import Path

from bootstrap.tools.model import OnPath, Tool
from bootstrap.tools.on_path import Found, Unfit, look_up, search_path
from bootstrap.tools.versions import Version, VersionRange

Write = Callable[[Path, str], Path]

TOOL = Tool(
    name="engine",
    version="2.1.0",
    provides=("engine", "engine-host"),
    on_path=OnPath(
        version_command=("engine", "version"), fits=VersionRange(Version(2, 0), Version(3, 0))
    ),
)


def test_a_fitting_version_is_taken(tmp_path: Path, write_program: Write) -> None:
    engine = write_program(tmp_path / "engine", "echo engine v2.5.1")
    host = write_program(tmp_path / "engine-host", "true")
    found = look_up(TOOL, str(tmp_path))
    assert found == Found(programs={"engine": engine, "engine-host": host}, version="2.5.1")


def test_an_old_version_is_left_with_both_numbers_told(
    tmp_path: Path, write_program: Write
) -> None:
    engine = write_program(tmp_path / "engine", "echo engine v1.9.9")
    write_program(tmp_path / "engine-host", "true")
    expected = Unfit(reason=f"{engine} is 1.9.9, needed is >=2.0.0, <3.0.0")
    assert look_up(TOOL, str(tmp_path)) == expected


def test_half_a_tool_is_left(tmp_path: Path, write_program: Write) -> None:
    write_program(tmp_path / "engine", "echo engine v2.5.1")
    assert look_up(TOOL, str(tmp_path)) == Unfit(reason="no engine-host on PATH")


def test_a_program_that_fails_is_left(tmp_path: Path, write_program: Write) -> None:
    engine = write_program(tmp_path / "engine", "echo v2.5.1; exit 1")
    write_program(tmp_path / "engine-host", "true")
    assert look_up(TOOL, str(tmp_path)) == Unfit(reason=f"{engine} doesn't tell its version")


def test_our_own_links_dont_count_as_the_users(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    (tmp_path / "alias").symlink_to(own)
    path = f"/usr/bin:{own}:{tmp_path / 'alias'}::/bin"
    assert search_path(path, own) == "/usr/bin:/bin"
