from pathlib import Path

import pytest

from bootstrap.faults import Fault
from bootstrap.image_builder.build import BuiltImage, build_missing, ensure_images
from bootstrap.image_builder.context import Origins
from tests.bootstrap.images.workbench import DYNAMIC, SPECS, RecordingBuilder, make_origins


@pytest.fixture
def origins(tmp_path: Path) -> Origins:
    return make_origins(tmp_path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "images").mkdir()
    return tmp_path / "images"


def _build(
    origins: Origins, folder: Path, builder: RecordingBuilder, said: list[str] | None = None
) -> dict[str, BuiltImage]:
    say = (said if said is not None else []).append
    return build_missing(SPECS, origins, builder, folder, say)


def test_every_image_gets_an_archive_named_after_its_reference(
    origins: Origins, folder: Path
) -> None:
    images = _build(origins, folder, RecordingBuilder())
    assert list(images) == ["tool", "app"]
    for name, image in images.items():
        tag = image.reference.removeprefix(f"slipway.local/{name}:")
        assert image.archive == folder / f"{name}-{tag}.tar"
        assert image.archive.read_text() == image.reference


def test_a_build_sees_the_inputs_and_nothing_else(origins: Origins, folder: Path) -> None:
    builder = RecordingBuilder()
    _build(origins, folder, builder)
    assert builder.contexts == {
        "tool": ["Dockerfile", "tool"],
        "app": [
            "Dockerfile",
            "requirements.txt",
            "slipway/app/__init__.py",
            "slipway/app/inner/code.py",
        ],
    }


def test_nothing_is_built_when_nothing_changed(origins: Origins, folder: Path) -> None:
    first = _build(origins, folder, RecordingBuilder())
    again = RecordingBuilder()
    said: list[str] = []
    assert _build(origins, folder, again, said) == first
    assert again.built == []
    assert said == ["2 of 2 images are up to date"]


def test_only_the_image_whose_input_changed_is_built_again(origins: Origins, folder: Path) -> None:
    before = _build(origins, folder, RecordingBuilder())
    (origins.repository / "app/inner/code.py").write_text("x = 2\n")
    again = RecordingBuilder()
    after = _build(origins, folder, again)
    assert again.built == ["app"]
    assert after["tool"] == before["tool"]
    assert after["app"] != before["app"]


def test_a_new_base_rebuilds_what_stands_on_it(origins: Origins, folder: Path) -> None:
    _build(origins, folder, RecordingBuilder())
    again = RecordingBuilder(base="base-2")
    _build(origins, folder, again)
    assert again.built == ["app"]


def test_a_failed_build_leaves_no_archive_and_names_the_log(origins: Origins, folder: Path) -> None:
    with pytest.raises(Fault) as caught:
        _build(origins, folder, RecordingBuilder(failing="app"))
    assert "images.app: got exit code 7 from the build; expected 0" in caught.value.reason
    assert "the mirror is on fire" in caught.value.reason
    assert str(folder / "logs" / "app.log") in caught.value.remedy
    assert [path.name.split("-")[0] for path in folder.glob("*.tar")] == ["tool"]


def test_the_image_that_failed_is_all_that_the_next_run_builds(
    origins: Origins, folder: Path
) -> None:
    with pytest.raises(Fault):
        _build(origins, folder, RecordingBuilder(failing="app"))
    again = RecordingBuilder()
    _build(origins, folder, again)
    assert again.built == ["app"]


@pytest.mark.parametrize(
    "builder",
    [
        RecordingBuilder(failing="app"),
        RecordingBuilder(interrupted="app"),
        RecordingBuilder(),
    ],
    ids=["failed", "interrupted", "built"],
)
def test_no_working_folder_stays_whatever_happens(
    origins: Origins, folder: Path, builder: RecordingBuilder
) -> None:
    try:
        _build(origins, folder, builder)
    except (Fault, KeyboardInterrupt):
        assert len(list(folder.glob("*.tar"))) == 1
    rest = {path.name for path in folder.iterdir() if path.suffix != ".tar"}
    assert rest == {"logs", "work"}
    assert list((folder / "work").iterdir()) == []


def test_the_predecessor_of_an_archive_is_kept_and_the_one_before_goes(
    origins: Origins, folder: Path
) -> None:
    archives = []
    for text in ("x = 1\n", "x = 2\n", "x = 3\n"):
        (origins.repository / "app/inner/code.py").write_text(text)
        archives.append(_build(origins, folder, RecordingBuilder())["app"].archive)
    assert [archive.exists() for archive in archives] == [False, True, True]


def test_a_missing_input_is_named_before_anything_is_built(origins: Origins, folder: Path) -> None:
    (origins.repository / "requirements/app.txt").unlink()
    builder = RecordingBuilder()
    with pytest.raises(Fault, match=r"images\.app: got no file .*requirements/app\.txt"):
        _build(origins, folder, builder)
    assert builder.built == []


@pytest.mark.parametrize("program", [DYNAMIC, b"#!/bin/sh\nexec tool\n"], ids=["dynamic", "script"])
def test_a_program_that_an_empty_image_cannot_start_is_refused(
    origins: Origins, folder: Path, program: bytes
) -> None:
    (origins.tools / "tool").write_bytes(program)
    with pytest.raises(Fault, match=r"images\.tool: got .*expected a statically linked program"):
        _build(origins, folder, RecordingBuilder())


def test_an_unknown_image_is_refused_with_the_known_names(
    origins: Origins, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "bootstrap.image_builder.build.choose_builder", lambda _shop: RecordingBuilder()
    )
    with pytest.raises(Fault, match=r"images: got nonsense; expected some of pause, .*tracking"):
        ensure_images(
            origins.tools, tmp_path / "cache", origins.repository, print, names=("nonsense",)
        )
