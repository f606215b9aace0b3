import difflib
import stat
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from slipway.stacks.config.release import Release
from slipway.stacks.releases.errors import StackFileChangedError, StackFileShapeError
from slipway.stacks.releases.stack_file import pin

FILE = """\
# yaml-language-server: $schema=stacks/config/schema.json
encryptionsalt: v1:abcdefghijklm=:v1:0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefg==
config:
  slipway:platform:
    variant: open-source   # the portable one
    target: {kind: local}
    models:
      car-loan:
        serving:
          replicas: {min: 2, max: 4}
        monitoring: {schedule: "*/15 * * * *", labelDelay: '2d'}
  # what `make up` prepared
  slipway:images: {runtime: "slipway.local/runtime:0123456789ab"}

  other:list:
    - a   # first
    - b
"""
RELEASED = (
    FILE
    + """\
  slipway:releases:
    # reviewed by Ada
    car-loan:
      version: 2
      image: "localhost:30000/car-loan@sha256:{digest}"
    other: {{version: 1, image: "localhost:30000/other@sha256:{digest}"}}   # keep
""".format(digest="b" * 64)
)
INDENTED = """\
---
config:
    slipway:platform:
        variant: open-source
    list:
        - a
        - {x: 1}
"""


REJECTED = (
    RELEASED
    + """\
  slipway:rejected:
    # these were slow
    car-loan:
      - "elsewhere:5000/car-loan@sha256:{digest}"   # Ada, in May
    other: ["localhost:30000/other@sha256:{digest}"]
""".format(digest="c" * 64)
)


def _release(version: int, letter: str = "a") -> Release:
    return Release(version=version, image=f"localhost:30000/car-loan@sha256:{letter * 64}")


def _file(tmp_path: Path, content: str) -> Path:
    path = tmp_path / "Pulumi.local.yaml"
    path.write_text(content)
    return path


def _changed(before: str, after: str) -> list[str]:
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line[0] in "+-"]


@pytest.mark.parametrize("content", [FILE, INDENTED], ids=["flow and comments", "indented lists"])
def test_a_first_release_adds_its_lines_and_touches_no_other(tmp_path: Path, content: str) -> None:
    path = _file(tmp_path, content)
    pinned = pin(path, "car-loan", _release(1))
    assert pinned.before is None
    lines = _changed(content, path.read_text())
    assert [line[2:].strip() for line in lines] == [
        "slipway:releases:",
        "car-loan:",
        "version: 1",
        f'image: "localhost:30000/car-loan@sha256:{"a" * 64}"',
    ]


def test_the_next_release_changes_two_values_and_keeps_the_comments(tmp_path: Path) -> None:
    path = _file(tmp_path, RELEASED)
    pinned = pin(path, "car-loan", _release(3))
    assert pinned.before is not None
    assert pinned.before.version == 2
    lines = _changed(RELEASED, path.read_text())
    assert len(lines) == 4
    assert "+       version: 3" in lines


@pytest.mark.parametrize("content", [FILE, RELEASED, REJECTED, INDENTED])
def test_restoring_gives_back_every_byte(tmp_path: Path, content: str) -> None:
    path = _file(tmp_path, content)
    pin(path, "car-loan", _release(3, "c"), reject=_release(2, "b")).restore()
    assert path.read_text() == content


def test_restoring_keeps_what_others_changed_meanwhile(tmp_path: Path) -> None:
    path = _file(tmp_path, FILE)
    pinned = pin(path, "car-loan", _release(3))
    path.write_text(path.read_text().replace("max: 4", "max: 9"))
    pinned.restore()
    assert path.read_text() == FILE.replace("max: 4", "max: 9")


def test_restoring_never_takes_back_the_release_of_somebody_else(tmp_path: Path) -> None:
    path = _file(tmp_path, FILE)
    pinned = pin(path, "car-loan", _release(3))
    theirs = path.read_text().replace("version: 3", "version: 4")
    path.write_text(theirs)
    with pytest.raises(StackFileChangedError, match="somebody else"):
        pinned.restore()
    assert path.read_text() == theirs


def test_a_rollback_marks_the_image_that_it_takes_back(tmp_path: Path) -> None:
    path = _file(tmp_path, RELEASED)
    pinned = pin(path, "car-loan", _release(1), reject=_release(2, "b"))
    assert pinned.marked == (_release(2, "b").image,)
    lines = _changed(RELEASED, path.read_text())
    assert [line[2:].strip() for line in lines if line[0] == "+"][2:] == [
        "slipway:rejected:",
        "car-loan:",
        f'- "localhost:30000/car-loan@sha256:{"b" * 64}"',
    ]


def test_a_second_mark_joins_the_first_and_keeps_the_comments(tmp_path: Path) -> None:
    path = _file(tmp_path, REJECTED)
    pin(path, "car-loan", _release(1), reject=_release(2, "b"))
    added = [line for line in _changed(REJECTED, path.read_text()) if line[0] == "+"]
    assert added[2:] == [f'+       - "localhost:30000/car-loan@sha256:{"b" * 64}"']
    assert "# Ada, in May" in path.read_text()


def test_a_release_lifts_the_mark_on_its_own_image_whatever_the_registrys_name(
    tmp_path: Path,
) -> None:
    path = _file(tmp_path, REJECTED)
    pinned = pin(path, "car-loan", _release(3, "c"))
    assert pinned.unmarked == (f"elsewhere:5000/car-loan@sha256:{'c' * 64}",)
    assert "elsewhere" not in path.read_text()
    assert f'other: ["localhost:30000/other@sha256:{"c" * 64}"]' in path.read_text()


def test_the_last_mark_takes_its_key_along(tmp_path: Path) -> None:
    path = _file(tmp_path, FILE)
    pin(path, "car-loan", _release(1), reject=_release(2, "b"))
    pin(path, "car-loan", _release(2, "b"))
    assert "slipway:rejected" not in path.read_text()


def test_an_image_that_is_released_again_is_not_rejected_with_itself(tmp_path: Path) -> None:
    path = _file(tmp_path, RELEASED)
    assert pin(path, "car-loan", _release(1, "b"), reject=_release(2, "b")).marked == ()


@pytest.mark.parametrize("content", [RELEASED, REJECTED])
def test_restoring_takes_the_mark_back_even_beside_the_changes_of_others(
    tmp_path: Path, content: str
) -> None:
    path = _file(tmp_path, content)
    pinned = pin(path, "car-loan", _release(1, "c"), reject=_release(2, "b"))
    path.write_text(path.read_text().replace("max: 4", "max: 9"))
    pinned.restore()
    restored = YAML(typ="safe").load(path.read_text())
    assert restored == YAML(typ="safe").load(content.replace("max: 4", "max: 9"))


def test_a_mark_that_was_there_before_stays_after_a_restore(tmp_path: Path) -> None:
    content = REJECTED.replace("c" * 64, "b" * 64)
    path = _file(tmp_path, content)
    pinned = pin(path, "car-loan", _release(1), reject=_release(2, "b"))
    assert pinned.marked == ()
    path.write_text(path.read_text() + "  other:key: 1\n")
    pinned.restore()
    assert path.read_text() == content + "  other:key: 1\n"


def test_mode_and_link_of_the_file_stay(tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    path = _file(folder, FILE)
    path.chmod(0o640)
    link = tmp_path / "Pulumi.link.yaml"
    link.symlink_to(path)
    pin(link, "car-loan", _release(1))
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "version: 1" in path.read_text()
    assert list(folder.iterdir()) == [path]  # nothing is left beside it


@pytest.mark.parametrize(
    "content",
    [
        "- a\n",
        "config: [1]\n",
        "config:\n  slipway:releases: none\n",
        "config:\n  slipway:rejected: {car-loan: none}\n",
    ],
)
def test_a_file_without_a_place_for_releases_is_refused_and_left(
    tmp_path: Path, content: str
) -> None:
    path = _file(tmp_path, content)
    with pytest.raises(StackFileShapeError, match=r"expected a (mapping|list of images)"):
        pin(path, "car-loan", _release(1))
    assert path.read_text() == content


def test_a_write_that_fails_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _file(tmp_path, FILE)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        pin(path, "car-loan", _release(1))
    assert path.read_text() == FILE
    assert list(tmp_path.iterdir()) == [path]
