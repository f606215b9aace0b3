import io
import json
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bootstrap.stack_file import Document, main, merge

COMMITTED = """\
# yaml-language-server: $schema=stacks/config/schema.json
config:
  slipway:platform:
    variant: open-source # the only one here
    target: {kind: local}
    models:
      car-loan: {serving: {replicas: {min: 2, max: 4}}}
"""
ADDED: Document = {"slipway:images": {"pause": "slipway.local/pause:1"}}


def load(text: str) -> Document:
    found: Document = YAML(typ="safe").load(text)
    return found


def config(text: str) -> Document:
    found = load(text)["config"]
    assert isinstance(found, dict)
    return found


def test_the_first_copy_is_the_committed_file_with_the_additions_and_the_driver() -> None:
    made = merge(COMMITTED, None, ADDED, "bare")
    assert config(made)["slipway:images"] == {"pause": "slipway.local/pause:1"}
    platform = config(made)["slipway:platform"]
    assert isinstance(platform, dict)
    assert platform["target"] == {"kind": "local", "driver": "bare"}
    assert "# the only one here" in made


def test_a_change_in_the_clone_arrives_and_releases_stay() -> None:
    copy = merge(COMMITTED, None, ADDED, "bare")
    copy += '  slipway:releases:\n    car-loan: {version: 3, image: "localhost:30000/x@sha256:1"}\n'
    changed = COMMITTED.replace("max: 4", "max: 6")
    merged = merge(changed, copy, {"slipway:images": {"pause": "slipway.local/pause:2"}}, "bare")
    assert "max: 6" in merged
    assert config(merged)["slipway:images"] == {"pause": "slipway.local/pause:2"}
    assert config(merged)["slipway:releases"] == {
        "car-loan": {"version": 3, "image": "localhost:30000/x@sha256:1"}
    }


def test_a_release_on_the_copy_wins_over_a_committed_one() -> None:
    release = '  slipway:releases: {car-loan: {version: VERSION, image: "r@sha256:1"}}\n'
    committed = COMMITTED + release.replace("VERSION", "1")
    copy = COMMITTED + release.replace("VERSION", "3")
    assert "version: 1" in merge(committed, None, {}, "bare")
    assert "version: 3" in merge(committed, copy, {}, "bare")


def test_images_that_were_rolled_back_on_the_copy_stay_rejected() -> None:
    rejected = '  slipway:rejected: {car-loan: ["r@sha256:DIGEST"]}\n'
    committed = COMMITTED + rejected.replace("DIGEST", "1")
    copy = COMMITTED + rejected.replace("DIGEST", "2")
    for base in (COMMITTED, committed):
        merged = merge(base, copy, {}, "bare")
        assert config(merged)["slipway:rejected"] == {"car-loan": ["r@sha256:2"]}


def test_what_pulumi_wrote_for_its_secrets_stays() -> None:
    copy = f"{COMMITTED}encryptionsalt: v1:abc\n"
    changed = f"encryptionsalt: v1:committed-by-mistake\n{COMMITTED}"
    assert load(merge(changed, copy, {}, "bare"))["encryptionsalt"] == "v1:abc"


def test_keys_that_a_person_set_on_the_copy_stay() -> None:
    copy = f"{COMMITTED}  kubernetes:context: mine\n"
    assert config(merge(COMMITTED, copy, {}, "bare"))["kubernetes:context"] == "mine"


def test_committed_keys_win_over_those_of_the_copy() -> None:
    copy = COMMITTED.replace("open-source", "something-else")
    platform = config(merge(COMMITTED, copy, {}, "bare"))["slipway:platform"]
    assert isinstance(platform, dict)
    assert platform["variant"] == "open-source"


def test_a_second_merge_changes_nothing() -> None:
    once = merge(COMMITTED, None, ADDED, "bare")
    assert merge(COMMITTED, once, ADDED, "bare") == once


def test_a_long_digest_stays_on_one_line() -> None:
    reference = f"localhost:30000/car-loan@sha256:{'a1' * 60}"
    assert reference in merge(COMMITTED, None, {"slipway:images": {"x": reference}}, "bare")


def test_a_target_elsewhere_gets_no_driver() -> None:
    other = COMMITTED.replace("kind: local", "kind: azure")
    assert "driver" not in merge(other, None, {}, "bare")


@pytest.mark.parametrize("text", ["- a\n", "text\n", "config: [1]\n"])
def test_a_file_of_another_shape_is_refused(text: str) -> None:
    with pytest.raises(SystemExit, match=r"stack file: got .*; expected a mapping"):
        merge(text, None, {}, "bare")


def test_the_command_writes_the_copy_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    committed, copy = tmp_path / "Pulumi.local.yaml", tmp_path / "copy.yaml"
    committed.write_text(COMMITTED)
    written = []
    for _ in range(2):
        monkeypatch.setattr("sys.stdin", io.StringIO(json.dumps(ADDED)))
        main([str(committed), str(copy), "--driver", "bare"])
        written.append(copy.stat().st_ino)
    assert written[0] == written[1]
    assert config(copy.read_text())["slipway:images"] == ADDED["slipway:images"]
    assert committed.read_text() == COMMITTED
    assert sorted(p.name for p in tmp_path.iterdir()) == ["Pulumi.local.yaml", "copy.yaml"]
