"""A plan is compared with the one that a git revision of the project would have made."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from slipway.stacks.plan.revision import plan_at, plans_at

ROOT = Path(__file__).parents[3]
EMPTY_TREE = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
"""Git's own name of it, the same everywhere."""
STACK = """
config:
  slipway:platform: {variant: open-source, target: {kind: local}, models: {a: {}}}
"""


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    command = ["git", *identity, *arguments]
    made = subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True)
    return made.stdout


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("team") / "infrastructure"
    folder.mkdir()
    skip = shutil.ignore_patterns("__pycache__", "*.egg-info")
    for name in ("src", "stacks", "components", "serving", "monitoring", "requirements"):
        shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=skip)
    (folder / "Pulumi.dev.yaml").write_text(STACK, encoding="utf-8")
    # The project is a folder of a larger repository.
    git(folder.parent, "init", "--quiet")
    git(folder.parent, "add", ".")
    git(folder.parent, "commit", "--quiet", "-m", "Start")
    return folder


def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", "from slipway.stacks.cli.main import main; main()", *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin", "HOME": str(folder)},
    )


def difference(folder: Path, base: str = "HEAD") -> dict[str, object]:
    result = run(folder, "plan", "--stack", "dev", "--base", base, "--json")
    assert result.returncode == 0, result.stderr
    found: dict[str, object] = json.loads(result.stdout)
    return found


def changed(folder: Path) -> dict[str, str]:
    found = difference(folder)["changes"]
    assert isinstance(found, list)
    return {one["name"]: one["kind"] for one in found}


def test_an_untouched_tree_has_no_difference(project: Path) -> None:
    assert difference(project)["changes"] == []


def test_changes_of_config_and_of_code_show(project: Path) -> None:
    stack, code = project / "Pulumi.dev.yaml", project / "components/kubernetes/tracking_server.py"
    original = code.read_text(encoding="utf-8")
    stack.write_text(STACK.replace("a: {}", "a: {}, b: {}"), encoding="utf-8")
    code.write_text(original.replace("grace_seconds=60", "grace_seconds=61"), encoding="utf-8")
    try:
        found = changed(project)
    finally:
        stack.write_text(STACK, encoding="utf-8")
        code.write_text(original, encoding="utf-8")
    assert found["b-drift"] == "added"
    assert found["tracking-server"] == "updated"


def test_other_pins_are_said(project: Path) -> None:
    pins = project / "requirements/dev.txt"
    original = pins.read_text(encoding="utf-8")
    assert difference(project)["pinsDiffer"] is False
    pins.write_text(original + "# another\n", encoding="utf-8")
    try:
        assert difference(project)["pinsDiffer"] is True
    finally:
        pins.write_text(original, encoding="utf-8")


def test_a_revision_that_does_not_exist_is_refused(project: Path) -> None:
    result = run(project, "plan", "--stack", "dev", "--base", "nowhere")
    assert result.returncode == 2
    assert "revision nowhere: got no such commit" in result.stderr


def test_a_revision_before_the_first_files_has_no_stacks(project: Path) -> None:
    bare = git(project, "commit-tree", EMPTY_TREE, "-m", "Nothing yet").strip()
    assert plan_at(bare, "dev", project).plan is None
    assert plans_at(bare, project) == {}


def test_nothing_is_left_in_the_clone(project: Path) -> None:
    difference(project)
    status = subprocess.run(
        ["git", "status", "--porcelain", "--ignored"],
        cwd=project,
        check=True,
        capture_output=True,
        text=True,
    )
    left = [line for line in status.stdout.splitlines() if "__pycache__" not in line]
    assert left == []
