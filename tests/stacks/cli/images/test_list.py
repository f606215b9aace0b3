"""`slipway images list`: pins beside what is here and what a registry has."""

import json

import pytest

from slipway.stacks.cli.published.images import ListDocument
from tests.stacks.images.support.yard import Yard

pytestmark = pytest.mark.engine


def _listed(output: str) -> ListDocument:
    return ListDocument.model_validate(json.loads(output))


def test_each_image_is_listed_with_where_it_is(yard: Yard) -> None:
    yard.run("push", "--to", yard.first)
    yard.delete(yard.first, "database")
    for path in yard.builds.glob("tracking-*.tar"):
        path.unlink()
    document = _listed(yard.run("list", "--to", yard.first, "--json").stdout)
    assert document.registry == yard.first
    present = {name for name, image in document.images.items() if image.present}
    assert set(document.images) - present == {"database"}
    assert {name for name, image in document.images.items() if not image.local} == {"tracking"}
    digests = {name: image.digest for name, image in document.images.items()}
    assert digests == yard.lock().digests()


def test_the_table_says_it_in_words(yard: Yard) -> None:
    yard.run("push", "--to", yard.first)
    yard.delete(yard.first, "database")
    result = yard.run("list", "--to", yard.first)
    assert result.exit_code == 0, result.output
    [line] = [line for line in result.stdout.splitlines() if "database" in line]
    assert "missing" in line
    assert yard.lock().images["database"].digest[7:19] in line


def test_without_a_registry_the_pins_are_shown_all_the_same(
    yard: Yard, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    (yard.project / "Pulumi.local.yaml").write_text(
        "config: {slipway:platform: {variant: open-source, target: {kind: local}}}\n"
    )
    result = yard.run("list", "--json")
    assert result.exit_code == 0, result.output
    document = _listed(result.stdout)
    assert document.registry is None
    assert {image.present for image in document.images.values()} == {None}
    assert "registry of stack local: got none" in result.stderr
