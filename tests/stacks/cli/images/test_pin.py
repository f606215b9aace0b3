from pathlib import Path

import pytest
from click.testing import CliRunner

from slipway.stacks.cli.images import images
from slipway.stacks.images.lock import FILE, read_lock
from tests.serving.release.support.archives import docker_archive, layer_tar
from tests.stacks.images.support.builds import NAMES, build, build_all


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "Pulumi.yaml").touch()
    monkeypatch.setenv("SLIPWAY_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("SLIPWAY_STATE", str(tmp_path / "no-state"))
    monkeypatch.delenv("SLIPWAY_CONFIG_FILE", raising=False)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_every_build_is_pinned_by_content_config_digest_and_size(project: Path) -> None:
    paths = build_all(project / "cache/images")
    result = CliRunner().invoke(images, ["pin"])
    assert result.exit_code == 0, result.output
    lock = read_lock(project / FILE)
    assert sorted(lock.images) == sorted(NAMES)
    for name, path in paths.items():
        assert path.name == f"{name}-{lock.images[name].content}.tar"
    assert f"{FILE}: 8 images of linux/amd64 pinned" in result.stdout
    assert "tracking (8 of 8) layer 2 of 2" in result.stderr


def test_pinning_the_same_builds_again_changes_nothing(project: Path) -> None:
    build_all(project / "cache/images")
    CliRunner().invoke(images, ["pin"])
    before = (project / FILE).read_bytes()
    CliRunner().invoke(images, ["pin"])
    assert (project / FILE).read_bytes() == before


def test_the_builds_that_the_stacks_copy_names_are_pinned(project: Path) -> None:
    folder = project / "cache/images"
    build_all(folder)
    used = build(folder, "tracking", "what runs", age=600)
    (project / "Pulumi.local.yaml").write_text(
        "config:\n  slipway:platform: {variant: open-source, target: {kind: local}}\n"
        f"  slipway:local: {{tools: /t, state: /s, archives: {{tracking: {used}}}}}\n"
    )
    assert CliRunner().invoke(images, ["pin"]).exit_code == 0
    assert f"tracking-{read_lock(project / FILE).images['tracking'].content}.tar" == used.name


def test_a_folder_that_is_named_is_used_alone(project: Path) -> None:
    build_all(project / "cache/images", "cache")
    build_all(project / "elsewhere", "elsewhere", age=600)
    assert CliRunner().invoke(images, ["pin", "--archives", "elsewhere"]).exit_code == 0
    content = read_lock(project / FILE).images["database"].content
    assert (project / "elsewhere" / f"database-{content}.tar").exists()


def test_what_was_not_built_is_named_and_nothing_is_written(project: Path) -> None:
    for name, path in build_all(project / "cache/images").items():
        if name in {"runtime", "tracking"}:
            path.unlink()
    result = CliRunner().invoke(images, ["pin"])
    assert result.exit_code == 2
    assert "got no archive of runtime, tracking; expected" in result.stderr
    assert not (project / FILE).exists()


def test_an_archive_with_a_foreign_tag_is_refused(project: Path) -> None:
    path = build_all(project / "cache/images")["tracking"]
    docker_archive(path, [layer_tar({"x": b"x"})], tag="example.com/tracking:latest")
    result = CliRunner().invoke(images, ["pin"])
    assert result.exit_code == 1
    assert f"image archive {path}: got the tags example.com/tracking:latest" in result.stderr
    assert not (project / FILE).exists()
