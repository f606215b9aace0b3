import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from bootstrap.console import Progress
from bootstrap.environment import stack_environment
from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.steps.images import Image, write_images
from bootstrap.steps.stack import (
    drop_dead_locks,
    make_passphrase,
    stack_exists,
    stack_step,
    write_stack_file,
)

ROOT = Path(__file__).parents[3]


@pytest.fixture
def clone(places: Places) -> Path:
    """A clone with a program that needs no provider, and this interpreter."""
    (places.clone / "Pulumi.yaml").write_text("name: slipway\nruntime: python\nmain: program/\n")
    (places.clone / "program").mkdir()
    (places.clone / "program/__main__.py").write_text(
        "import pulumi\npulumi.export('target', pulumi.Config('slipway').require('platform'))\n"
    )
    places.committed_stack_file.write_text(
        "config:\n  slipway:platform:\n    target: {kind: local} # here\n"
    )
    places.python.parent.mkdir(parents=True)
    places.python.write_text(f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} "$@"\n')
    places.python.chmod(0o755)
    images = {"pause": Image(reference="slipway.local/pause:1", archive=Path("/c/pause.tar"))}
    write_images(places, images)
    return places.clone


def test_the_passphrase_is_random_private_and_never_replaced(
    places: Places, tmp_path: Path
) -> None:
    make_passphrase(places)
    first = places.passphrase.read_text()
    assert len(first) >= 40
    assert places.passphrase.stat().st_mode & 0o777 == 0o600
    make_passphrase(places)
    assert places.passphrase.read_text() == first
    other = Places(clone=places.clone, cache=places.cache, state=tmp_path / "other")
    make_passphrase(other)
    assert other.passphrase.read_text() != first


def test_the_stack_file_tells_tools_images_and_folders_of_this_machine(
    places: Places, clone: Path
) -> None:
    before = places.committed_stack_file.read_text()
    write_stack_file(places, "bare")
    config = YAML(typ="safe").load(places.stack_file.read_text())["config"]
    assert config["slipway:images"] == {"pause": "slipway.local/pause:1"}
    assert config["slipway:local"] == {
        "tools": str(places.bin),
        "state": str(places.cluster),
        "archives": {"pause": "/c/pause.tar"},
    }
    assert (clone / "Pulumi.local.yaml").read_text() == before


def test_a_broken_stack_file_is_a_sentence(places: Places, clone: Path) -> None:
    (clone / "Pulumi.local.yaml").write_text("- not a mapping\n")
    with pytest.raises(Fault, match="can't be written: stack file: got CommentedSeq"):
        write_stack_file(places, "bare")


def lock(places: Places, pid: int, host: str) -> Path:
    file = places.backend / ".pulumi/locks/organization/slipway/local" / f"{pid}-{host}.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps({"pid": pid, "username": "ada", "hostname": host}))
    return file


def test_only_locks_of_killed_runs_on_this_machine_are_removed(
    places: Places, progress: Progress
) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    dead = lock(places, ended.pid, socket.gethostname())
    alive = lock(places, os.getpid(), socket.gethostname())
    elsewhere = lock(places, ended.pid, "another-machine")
    broken = elsewhere.with_name("broken.json")
    broken.write_text("{")
    drop_dead_locks(places, progress)
    kept = {file.name for file in dead.parent.iterdir()}
    assert kept == {alive.name, elsewhere.name, broken.name}


@pytest.mark.engine
def test_the_real_pulumi_makes_the_stack_and_leaves_the_clone_clean(
    places: Places, clone: Path, progress: Progress
) -> None:
    pulumi = shutil.which("pulumi")
    assert pulumi is not None
    places.bin.mkdir(parents=True)
    for name in ("pulumi", "pulumi-language-python", "pulumi-language-python-exec"):
        (places.bin / name).symlink_to(Path(pulumi).resolve().with_name(name))
    before = {path: path.read_bytes() for path in clone.glob("*.yaml")}
    step = stack_step(places, "bare")
    assert step.run(progress) == "stack local made"
    assert stack_exists(places)
    assert step.run(progress) == "stack local is there"
    # What `env` prints is enough for a plain `pulumi up`, and it works on the copy.
    done = subprocess.run(
        [places.bin / "pulumi", "up", "--yes", "--skip-preview", "--non-interactive"],
        cwd=clone,
        env=stack_environment(places) | {"PYTHONPATH": ""},
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert '"driver":"bare"' in done.stdout.replace(" ", "") or "bare" in done.stdout
    assert "encryptionsalt" in places.stack_file.read_text()
    assert {path: path.read_bytes() for path in clone.glob("*.yaml")} == before
    assert step.run(progress) == "stack local is there"
    assert "encryptionsalt" in places.stack_file.read_text()
