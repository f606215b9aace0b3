import hashlib
import io
from pathlib import Path
from typing import Protocol

import pytest

from bootstrap.console import Console, Progress
from bootstrap.tools.download import Artefact, DownloadFailed, artefact_for, fetch
from bootstrap.tools.internet import Internet
from bootstrap.tools.model import Download, Program

BODY = b"program " * 100_000
SUM = hashlib.sha256(BODY).hexdigest()


class Page(Protocol):
    url: str
    files: dict[str, bytes]
    breaks_off: dict[str, int]
    asked: list[str]


def test_a_whole_artefact_with_the_right_checksum_arrives(
    tmp_path: Path, release_page: Page, progress: Progress
) -> None:
    release_page.files["/tool"] = BODY
    target = tmp_path / "new" / "tool"
    fetch(Artefact(url=f"{release_page.url}/tool", sha256=SUM), target, Internet(), progress)
    assert target.read_bytes() == BODY
    assert list(target.parent.iterdir()) == [target]


def test_a_wrong_checksum_leaves_nothing_and_names_both(
    tmp_path: Path, release_page: Page, progress: Progress
) -> None:
    release_page.files["/tool"] = BODY
    artefact = Artefact(url=f"{release_page.url}/tool", sha256="0" * 64)
    with pytest.raises(DownloadFailed, match=f"got checksum {SUM}; expected {'0' * 64}"):
        fetch(artefact, tmp_path / "tool", Internet(), progress)
    assert list(tmp_path.iterdir()) == []
    assert release_page.asked == ["/tool"]


def test_a_connection_that_always_breaks_leaves_nothing(
    tmp_path: Path, release_page: Page, progress: Progress
) -> None:
    release_page.files["/tool"] = BODY
    release_page.breaks_off["/tool"] = 9
    artefact = Artefact(url=f"{release_page.url}/tool", sha256=SUM)
    with pytest.raises(DownloadFailed, match="IncompleteRead"):
        fetch(artefact, tmp_path / "tool", Internet(), progress)
    assert list(tmp_path.iterdir()) == []
    assert release_page.asked == ["/tool", "/tool"]


def test_a_connection_that_breaks_once_is_tried_again(
    tmp_path: Path, release_page: Page, progress: Progress, out: io.StringIO
) -> None:
    release_page.files["/tool"] = BODY
    release_page.breaks_off["/tool"] = 1
    target = tmp_path / "tool"
    fetch(Artefact(url=f"{release_page.url}/tool", sha256=SUM), target, Internet(), progress)
    assert target.read_bytes() == BODY
    assert "download broke off" in out.getvalue()


def test_a_missing_artefact_is_asked_for_once(
    tmp_path: Path, release_page: Page, progress: Progress
) -> None:
    artefact = Artefact(url=f"{release_page.url}/tool", sha256=SUM)
    with pytest.raises(DownloadFailed, match="404"):
        fetch(artefact, tmp_path / "tool", Internet(), progress)
    assert release_page.asked == ["/tool"]
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_stays_when_its_successor_is_wrong(
    tmp_path: Path, release_page: Page, progress: Progress
) -> None:
    release_page.files["/tool"] = BODY
    (tmp_path / "tool").write_text("old")
    with pytest.raises(DownloadFailed):
        fetch(
            Artefact(url=f"{release_page.url}/tool", sha256="0" * 64),
            tmp_path / "tool",
            Internet(),
            progress,
        )
    assert (tmp_path / "tool").read_text() == "old"


def test_megabytes_are_told_while_they_come(
    tmp_path: Path, release_page: Page, out: io.StringIO
) -> None:
    release_page.files["/tool"] = BODY
    seconds = iter(range(0, 100_000, 40))
    progress = Progress(console=Console(out=out, clock=lambda: float(next(seconds))), title="tool")
    artefact = Artefact(url=f"{release_page.url}/tool", sha256=SUM)
    fetch(artefact, tmp_path / "tool", Internet(), progress)
    assert "1 of 1 MB" in out.getvalue()


def download(page: Page, sums: str = "", known: dict[str, str] | None = None) -> Download:
    return Download(
        url=f"{page.url}/tool-{{arch}}.tgz",
        programs=(Program(name="tool", source="tool"),),
        sha256=known or {},
        published_sums=f"{page.url}{sums}" if sums else "",
        arch_names={"amd64": "x64"},
    )


@pytest.mark.parametrize(
    "listing",
    [
        f"{'1' * 64}  tool-arm64.tgz\n{SUM}  tool-x64.tgz\n",
        f"{SUM} *./tool-x64.tgz\n",
        f"{SUM.upper()}  dist/tool-x64.tgz\n".replace("dist/", "./"),
        f"{SUM}\n",
    ],
    ids=["list", "binary mark", "upper case", "alone"],
)
def test_a_published_checksum_is_found(release_page: Page, listing: str) -> None:
    release_page.files["/sums"] = listing.encode()
    found = artefact_for(download(release_page, "/sums"), "amd64", Internet())
    assert found == Artefact(url=f"{release_page.url}/tool-x64.tgz", sha256=SUM)


@pytest.mark.parametrize(
    "listing",
    [f"{SUM}  other.tgz\n", f"{SUM}\n{SUM}\n", "<html>not found</html>", ""],
    ids=["other file", "ambiguous", "page", "empty"],
)
def test_without_a_checksum_there_is_no_download(release_page: Page, listing: str) -> None:
    release_page.files["/sums"] = listing.encode()
    with pytest.raises(DownloadFailed, match=r"holds no checksum of tool-x64\.tgz"):
        artefact_for(download(release_page, "/sums"), "amd64", Internet())


def test_a_missing_list_of_checksums_is_no_download(release_page: Page) -> None:
    with pytest.raises(DownloadFailed, match=r"no checksum from .*404"):
        artefact_for(download(release_page, "/sums"), "amd64", Internet())


def test_a_known_checksum_is_never_replaced_by_a_published_one(release_page: Page) -> None:
    release_page.files["/sums"] = f"{'1' * 64}\n".encode()
    found = artefact_for(download(release_page, "/sums", {"amd64": SUM}), "amd64", Internet())
    assert found.sha256 == SUM
    assert release_page.asked == []


def test_a_processor_without_any_checksum_is_refused(release_page: Page) -> None:
    with pytest.raises(DownloadFailed, match="no checksum is known for arm64"):
        artefact_for(download(release_page, known={"amd64": SUM}), "arm64", Internet())


def test_a_local_file_is_no_download(tmp_path: Path, progress: Progress) -> None:
    open_network = Internet(_open={("", 80)})
    artefact = Artefact(url="file:///etc/hostname", sha256=SUM)
    with pytest.raises(DownloadFailed, match="expected an http or https address"):
        fetch(artefact, tmp_path / "tool", open_network, progress)
