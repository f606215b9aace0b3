import os
import subprocess
import time
from pathlib import Path

import pytest

from bootstrap.image_builder.isolation import Libraries, isolated, libraries_of


def _wrapper(folder: Path, loaded: list[str]) -> Path:
    """A program whose loader tells what it loaded."""
    lines = "".join(f"echo '  7:\tcalling init: {name}' >&2\n" for name in loaded)
    program = folder / "program"
    program.write_text(f"#!/bin/sh\n[ $LD_DEBUG = libs ] || exit 1\nunset LD_DEBUG\n{lines}")
    program.chmod(0o755)
    return program


def test_unpacked_libraries_are_found_where_the_loader_found_them(tmp_path: Path) -> None:
    system = str(Path("/lib/x86_64-linux-gnu").resolve())
    own = tmp_path / "root" / "lib"
    program = _wrapper(
        tmp_path,
        [f"{system}/libc.so.6", f"{own}/libgpgme.so.11", f"{own}/libassuan.so.0"],
    )
    assert libraries_of(program) == Libraries(system=Path(system), unpacked=(own,))


def test_an_installed_program_needs_no_libraries_added(tmp_path: Path) -> None:
    system = str(Path("/lib/x86_64-linux-gnu").resolve())
    found = libraries_of(_wrapper(tmp_path, [f"{system}/libc.so.6", f"{system}/libm.so.6"]))
    assert found is not None
    assert isolated(["x"], found) == isolated(["x"])


def test_a_program_that_does_not_start_has_no_libraries(tmp_path: Path) -> None:
    assert libraries_of(tmp_path / "gone") is None


@pytest.mark.bare
def test_a_program_finds_an_unpacked_library_without_its_environment(tmp_path: Path) -> None:
    system = Path("/usr/lib/x86_64-linux-gnu")
    (tmp_path / "libslipway.so").write_text("here")
    argv = isolated(
        ["env", "-i", "/bin/cat", str(system / "libslipway.so")],
        Libraries(system=system, unpacked=(tmp_path,)),
    )
    assert subprocess.run(argv, capture_output=True, text=True, check=True).stdout == "here"
    assert not (system / "libslipway.so").exists()


@pytest.mark.bare
def test_a_mount_ends_with_the_command_that_made_it(tmp_path: Path) -> None:
    script = f"mount -t tmpfs none {tmp_path} && touch {tmp_path}/inside && ls {tmp_path}"
    done = subprocess.run(
        isolated(["sh", "-c", script]), capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == ["inside"]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.bare
def test_children_of_a_killed_command_end_with_it(tmp_path: Path) -> None:
    marker = f"{os.getpid()}.25"
    script = f"setsid sleep {marker} & touch {tmp_path}/started; wait"
    process = subprocess.Popen(isolated(["sh", "-c", script]))
    try:
        while not (tmp_path / "started").exists():
            time.sleep(0.02)
        assert _running(marker)
    finally:
        process.kill()
        process.wait()
    deadline = time.monotonic() + 5
    while _running(marker) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert not _running(marker)


def _running(argument: str) -> bool:
    wanted = f"sleep\0{argument}\0".encode()
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if (folder / "cmdline").read_bytes() == wanted:
                return True
        except OSError:
            continue
    return False
