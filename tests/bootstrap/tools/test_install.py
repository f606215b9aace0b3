import hashlib
import io
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import pytest

from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.tools import go_build, install
from bootstrap.tools.install import Installer
from bootstrap.tools.internet import Internet
from bootstrap.tools.links import are_linked
from bootstrap.tools.model import Download, GoBuild, OnPath, Program, Tool
from bootstrap.tools.versions import Version, VersionRange

Write = Callable[[Path, str], Path]
BODY = b"#!/bin/sh\necho downloaded\n"


class Page(Protocol):
    url: str
    files: dict[str, bytes]
    breaks_off: dict[str, int]
    asked: list[str]


@pytest.fixture(autouse=True)
def amd64(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(install, "architecture", lambda: "amd64")


@pytest.fixture
def tool(release_page: Page) -> Tool:
    return Tool(
        name="tool",
        version="2.1.0",
        provides=("tool",),
        on_path=OnPath(
            version_command=("tool", "--version"),
            fits=VersionRange(Version(2, 0), Version(3, 0)),
        ),
        download=Download(
            url=f"{release_page.url}/tool-{{arch}}",
            programs=(Program(name="tool", source=""),),
            sha256={"amd64": hashlib.sha256(BODY).hexdigest()},
        ),
    )


@pytest.fixture
def installer(places: Places, tmp_path: Path) -> Installer:
    (tmp_path / "path").mkdir()
    return Installer(places=places, path=str(tmp_path / "path"))


@pytest.fixture
def buildable(tool: Tool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Tool:
    """The tool with a Go module that a stand-in for the compiler builds."""
    (tmp_path / "compiler").mkdir()
    compiler = go_build.Go(
        program="go", version=Version(1, 30), environment={"PATH": str(tmp_path / "compiler")}
    )

    def compile_module(build: GoBuild, bench: go_build.Bench) -> None:
        bench.target.mkdir(parents=True)
        (bench.target / build.programs[0].name).write_text("built")

    monkeypatch.setattr(go_build, "find_go", lambda: compiler)
    monkeypatch.setattr(go_build, "compile_module", compile_module)
    build = GoBuild(
        module="example.com/tool",
        version="v2.1.0",
        zip_sum="h1:",
        mod_sum="h1:",
        programs=(Program(name="tool", source="example.com/tool"),),
        minimum_go=Version(1, 24),
    )
    return replace(tool, builds=(build,))


def tools_folder(places: Places) -> list[str]:
    return sorted(path.name for path in places.tools.iterdir()) if places.tools.exists() else []


@dataclass(frozen=True)
class Shop:
    """An installer with all that it works on."""

    installer: Installer
    page: Page
    progress: Progress
    out: io.StringIO
    path: Path

    def ensure(self, tool: Tool) -> str:
        return self.installer.ensure(tool, self.progress)

    def serve(self, fault: str) -> None:
        if fault != "missing":
            self.page.files["/tool-amd64"] = b"other" if fault == "checksum" else BODY
        self.page.breaks_off["/tool-amd64"] = 9 if fault == "broken" else 0


@pytest.fixture
def shop(
    installer: Installer,
    release_page: Page,
    progress: Progress,
    out: io.StringIO,
    tmp_path: Path,
) -> Shop:
    return Shop(installer, release_page, progress, out, tmp_path / "path")


def test_a_fitting_program_on_path_is_linked_and_nothing_is_fetched(
    tool: Tool, shop: Shop, write_program: Write
) -> None:
    own = write_program(shop.path / "tool", "echo tool 2.9.0")
    assert shop.ensure(tool) == "2.9.0 from PATH"
    assert are_linked(shop.installer.places.bin, {"tool": own})
    assert shop.page.asked == []


def test_a_download_is_installed_linked_and_then_found_there(
    tool: Tool, shop: Shop, places: Places
) -> None:
    shop.serve("nothing")
    assert shop.installer.is_ready(tool) is None
    host = shop.page.url.removeprefix("http://")
    assert shop.ensure(tool) == f"downloaded from {host}"
    assert tools_folder(places) == ["tool-2.1.0"]
    assert (places.bin / "tool").read_bytes() == BODY
    assert shop.ensure(tool) == f"downloaded from {host}"
    assert shop.page.asked == ["/tool-amd64"]
    assert shop.installer.is_ready(tool) is not None


def test_an_unfit_program_on_path_is_told_and_left(
    tool: Tool, shop: Shop, write_program: Write
) -> None:
    shop.serve("nothing")
    own = write_program(shop.path / "tool", "echo tool 1.0.0")
    shop.ensure(tool)
    assert f"tool: {own} is 1.0.0, needed is >=2.0.0, <3.0.0" in shop.out.getvalue()
    assert own.read_text().endswith("echo tool 1.0.0\n")


each_fault = pytest.mark.parametrize(
    ("fault", "told"),
    [("checksum", "got checksum"), ("broken", "IncompleteRead"), ("missing", "404")],
)


@each_fault
def test_a_failed_download_falls_through_to_the_build_and_is_told(
    buildable: Tool, shop: Shop, places: Places, fault: str, told: str
) -> None:
    shop.serve(fault)
    assert shop.ensure(buildable) == "built from Go modules"
    assert told in shop.out.getvalue()
    assert tools_folder(places) == ["tool-2.1.0"]
    assert sorted(path.name for path in (places.tools / "tool-2.1.0").rglob("*")) == [
        "bin",
        "installed.json",
        "tool",
    ]


@each_fault
def test_without_another_way_a_failed_download_installs_nothing(
    tool: Tool, shop: Shop, places: Places, fault: str, told: str
) -> None:
    shop.serve(fault)
    with pytest.raises(Fault, match=f"{told}.*check the network"):
        shop.ensure(tool)
    assert tools_folder(places) == []
    assert not (places.bin / "tool").exists()


def test_a_closed_network_costs_one_attempt_and_one_line(
    buildable: Tool, installer: Installer, progress: Progress, out: io.StringIO
) -> None:
    installer.internet = Internet(closed="no connection to example.com")
    other = replace(buildable, name="other")
    installer.ensure(buildable, progress)
    installer.ensure(other, progress)
    assert out.getvalue().count("no connection to example.com") == 1


def test_an_interrupted_build_leaves_nothing_that_counts(
    buildable: Tool,
    installer: Installer,
    places: Places,
    progress: Progress,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def interrupted(_: GoBuild, bench: go_build.Bench) -> None:
        bench.target.mkdir(parents=True)
        (bench.target / "tool").write_text("half")
        raise KeyboardInterrupt

    monkeypatch.setattr(go_build, "compile_module", interrupted)
    installer.internet = Internet(closed="closed")
    with pytest.raises(KeyboardInterrupt):
        installer.ensure(buildable, progress)
    assert tools_folder(places) == []
    assert installer.locate(buildable) is None


def test_a_folder_without_a_stamp_is_filled_anew(
    tool: Tool, installer: Installer, places: Places, release_page: Page, progress: Progress
) -> None:
    release_page.files["/tool-amd64"] = BODY
    half = places.tools / "tool-2.1.0" / "bin"
    half.mkdir(parents=True)
    (half / "tool").write_text("half")
    installer.ensure(tool, progress)
    assert (places.bin / "tool").read_bytes() == BODY


def test_a_lost_program_in_the_cache_is_fetched_again(
    tool: Tool, installer: Installer, places: Places, release_page: Page, progress: Progress
) -> None:
    release_page.files["/tool-amd64"] = BODY
    installer.ensure(tool, progress)
    (places.tools / "tool-2.1.0/bin/tool").unlink()
    assert installer.is_ready(tool) is None
    installer.ensure(tool, progress)
    assert (places.bin / "tool").read_bytes() == BODY


def test_another_version_gets_its_own_folder_and_the_link(
    tool: Tool, installer: Installer, places: Places, release_page: Page, progress: Progress
) -> None:
    release_page.files["/tool-amd64"] = BODY
    installer.ensure(tool, progress)
    installer.ensure(replace(tool, version="2.2.0"), progress)
    assert tools_folder(places) == ["tool-2.1.0", "tool-2.2.0"]
    assert (places.bin / "tool").readlink() == places.tools / "tool-2.2.0/bin/tool"


def test_without_go_and_download_the_reason_names_go(
    buildable: Tool,
    installer: Installer,
    progress: Progress,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(go_build, "find_go", lambda: None)
    installer.internet = Internet(closed="closed")
    with pytest.raises(Fault, match=r"there is no Go on PATH; install Go 1\.24"):
        installer.ensure(buildable, progress)


@pytest.mark.skipif(shutil.which("go") is None, reason="no Go on this machine")
def test_a_change_of_our_own_source_gives_another_version(
    installer: Installer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from bootstrap.tools.catalogue.own import PAUSE  # noqa: PLC0415 - needed here only

    before = installer.version(PAUSE)
    copy = tmp_path / "go"
    shutil.copytree(go_build.SOURCES, copy)
    monkeypatch.setattr(go_build, "SOURCES", copy)
    assert installer.version(PAUSE) == before
    (copy / "pause/main.go").write_text("package main\n\nfunc main() {}\n")
    changed = installer.version(PAUSE)
    assert changed != before
    (copy / "pause/another.go").write_text("package main\n")
    assert installer.version(PAUSE) not in {before, changed}
