"""`slipway images push` between an operator's machine and two registries."""

import json
from pathlib import Path

import pytest

from slipway.stacks.cli.published.images import PushDocument
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.images.lock import FILE
from tests.serving.release.support.archives import docker_archive, layer_tar
from tests.serving.release.support.registry_process import free_port
from tests.stacks.images.support.builds import build, build_all
from tests.stacks.images.support.yard import Yard
from tests.stacks.support.engine_folder import EngineFolder

pytestmark = pytest.mark.engine


def _actions(output: str) -> dict[str, str]:
    document = PushDocument.model_validate_json(output)
    return {name: image.action for name, image in document.images.items()}


def test_every_pinned_image_arrives_under_its_digest(yard: Yard) -> None:
    result = yard.run("push", "--to", yard.first)
    assert result.exit_code == 0, result.output
    assert yard.has_all(yard.first)
    assert "tracking (8 of 8) layer 1 of 2" in result.stderr
    assert f"{yard.first} has all 8 images; 8 of them are new." in result.stdout


def test_what_is_there_already_is_left_and_only_the_rest_is_pushed(yard: Yard) -> None:
    yard.run("push", "--to", yard.first)
    yard.delete(yard.first, "database")
    result = yard.run("push", "--to", yard.first, "--json")
    actions = _actions(result.stdout)
    assert actions.pop("database") == "pushed"
    assert set(actions.values()) == {"there"}
    assert "database (1 of 1) layer" in result.stderr
    assert yard.has_all(yard.first)


def test_images_travel_from_one_registry_to_the_other_without_a_build(yard: Yard) -> None:
    yard.run("push", "--to", yard.first)
    for path in yard.builds.iterdir():
        path.unlink()
    result = yard.run("push", "--to", yard.second, "--from", yard.first, "--json")
    assert result.exit_code == 0, result.output
    assert set(_actions(result.stdout).values()) == {"copied"}
    assert yard.has_all(yard.second)


def test_a_prefix_stands_before_every_repository(yard: Yard) -> None:
    result = yard.run("push", "--to", f"{yard.first}/team/ml", "--json")
    document = PushDocument.model_validate_json(result.stdout)
    assert document.registry == f"{yard.first}/team/ml"
    digest = yard.lock().images["tracking"].digest
    expected = f"{yard.first}/team/ml/slipway/tracking@{digest}"
    assert document.images["tracking"].reference == expected
    assert yard.digest_in(f"{yard.first}", "tracking") is None
    copied = yard.run("push", "--to", yard.second, "--from", f"{yard.first}/team/ml")
    assert copied.exit_code == 0, copied.output
    assert yard.has_all(yard.second)


def test_a_build_that_differs_from_its_pin_is_refused_before_anything_is_pushed(
    yard: Yard,
) -> None:
    for path in yard.builds.glob("tracking-*.tar"):
        path.unlink()
    build(yard.builds, "tracking", "edited since")
    result = yard.run("push", "--to", yard.first)
    assert result.exit_code == 1
    assert "tracking: got a build with another content" in result.stderr
    assert "(`slipway images pin`, then review the change of images.lock.json)" in result.stderr
    assert "Traceback" not in result.output
    assert yard.digest_in(yard.first, "database") is None
    assert yard.run("pin").exit_code == 0
    assert yard.run("push", "--to", yard.first).exit_code == 0
    assert yard.has_all(yard.first)


def test_the_pinned_build_is_pushed_even_beside_a_newer_one(yard: Yard) -> None:
    build_all(yard.builds, "newer", age=-60)
    assert yard.run("push", "--to", yard.first).exit_code == 0
    assert yard.has_all(yard.first)


def test_what_was_never_built_is_told_with_both_ways_out(yard: Yard) -> None:
    for path in yard.builds.iterdir():
        path.unlink()
    result = yard.run("push", "--to", yard.first)
    assert result.exit_code == 1
    assert result.stderr.count("got no archive") == 8
    assert "slipway images push --from REGISTRY" in result.stderr


def test_a_manifest_with_another_digest_never_appears_in_the_registry(yard: Yard) -> None:
    lock = yard.project / FILE
    pinned = yard.lock().images["tracking"].digest
    lock.write_text(lock.read_text().replace(pinned, "sha256:" + "0" * 64))
    result = yard.run("push", "--to", yard.first)
    assert result.exit_code == 1
    assert f"tracking: got manifest {pinned}; expected sha256:000" in result.stderr
    lock.write_text(lock.read_text().replace("sha256:" + "0" * 64, pinned))
    assert yard.digest_in(yard.first, "tracking") is None


def test_a_broken_layer_is_refused_by_name(yard: Yard) -> None:
    [path] = yard.builds.glob("tracking-*.tar")
    path.write_bytes(path.read_bytes().replace(b"base" * 500, b"evil" * 500))
    result = yard.run("push", "--to", yard.first)
    assert result.exit_code == 1
    assert f"image archive {path}: got 0/layer.tar with sha256:" in result.stderr
    assert yard.digest_in(yard.first, "tracking") is None


def test_a_source_that_lacks_an_image_is_named(yard: Yard) -> None:
    result = yard.run("push", "--to", yard.second, "--from", yard.first)
    assert result.exit_code == 1
    assert f"image {yard.first}/slipway/database@sha256:" in result.stderr
    assert "got nothing in the registry" in result.stderr


def test_without_a_name_the_images_go_to_the_stacks_registry(
    yard: Yard, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    engine = EngineFolder.install(tmp_path / "engine", monkeypatch)
    engine.deploy({"urls": {"registry": f"http://{yard.second}"}})
    (yard.project / "Pulumi.team.yaml").write_text(
        "config: {slipway:platform: {variant: open-source, target: {kind: local}}}\n"
    )
    result = yard.run("push", "--stack", "team")
    assert result.exit_code == 0, result.output
    assert yard.has_all(yard.second)


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("--to", "https://registry.test"), 2, "registry: got 'https://registry.test'"),
        (("--to", "127.0.0.1:PORT"), 1, "registry 127.0.0.1:PORT: got"),
    ],
)
def test_a_wrong_registry_ends_in_one_sentence(
    yard: Yard, arguments: tuple[str, ...], code: int, message: str
) -> None:
    port = str(free_port())
    result = yard.run("push", *(word.replace("PORT", port) for word in arguments))
    assert result.exit_code == code
    assert message.replace("PORT", port) in result.stderr
    assert "Traceback" not in result.output


def test_a_stack_without_a_file_is_named(yard: Yard) -> None:
    result = yard.run("push", "--stack", "none")
    assert isinstance(result.exception, ConfigError)
    assert "Pulumi.none.yaml" in str(result.exception)


def test_a_project_without_pins_is_told_how_to_make_them(yard: Yard) -> None:
    (yard.project / FILE).unlink()
    result = yard.run("push", "--to", yard.first)
    assert result.exit_code == 2
    assert "then `slipway images pin`" in result.stderr


def test_an_image_of_an_older_tool_with_the_same_content_is_the_same_image(yard: Yard) -> None:
    """Archives with packed layers keep their bytes, so their manifest is another one."""
    [path] = yard.builds.glob("tracking-*.tar")
    words = b"tracking first"
    content = path.stem.rpartition("-")[2]
    layers = [layer_tar({"etc/base": b"base" * 500}), layer_tar({"opt/tracking": words})]
    docker_archive(path, layers, packed=True, tag=f"slipway.local/tracking:{content}")
    result = yard.run("push", "--to", yard.first)
    assert result.exit_code == 1
    assert "The content is the same and was compressed by another zlib." in result.stderr
    assert json.loads((yard.project / FILE).read_text())["images"]["tracking"]["content"] == content
