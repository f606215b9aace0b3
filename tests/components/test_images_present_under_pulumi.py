"""A stack with two registries: without its images nothing starts, and the way out is named."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.serving.release.support.registry_process import tool
from tests.stacks.images.support.yard import Yard, open_yard

pytestmark = pytest.mark.engine
PROGRAM = Path(__file__).parent / "programs" / "images"


@dataclass(frozen=True)
class Stack:
    program: Path
    folder: Path
    yard: Yard

    @property
    def workload(self) -> Path:
        return self.folder / "workload"

    def pulumi(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [self.program, "--stack", "team", "--non-interactive", *arguments],
            cwd=PROGRAM,
            env=self._environment(),
            capture_output=True,
            text=True,
            check=False,
        )

    def changes(self) -> dict[str, int]:
        done = self.pulumi("preview", "--json")
        assert done.returncode == 0, done.stdout + done.stderr
        summary: dict[str, int] = json.loads(done.stdout)["changeSummary"]
        return summary

    def _environment(self) -> dict[str, str]:
        given = {
            "registry": self.yard.first,
            "images": self.yard.lock().digests(),
            "path": str(self.workload),
        }
        return {
            **os.environ,
            "IMAGES": json.dumps(given),
            "PATH": f"{self.program.parent}:{os.environ['PATH']}",
            "PULUMI_BACKEND_URL": f"file://{self.folder}",
            "PULUMI_CONFIG_PASSPHRASE": "test",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_HOME": str(self.folder / "home"),
            "PULUMI_PYTHON_CMD": sys.executable,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }


@pytest.fixture
def stack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    folder = tmp_path / "backend"
    folder.mkdir()
    program = tool("pulumi")  # before the yard leaves the state of `make up`
    with open_yard(tmp_path, monkeypatch) as yard:
        stack = Stack(program, folder, yard)
        made = stack.pulumi("stack", "init")
        assert made.returncode == 0, made.stderr
        yield stack


def test_an_up_with_missing_images_ends_before_any_workload_and_names_the_command(
    stack: Stack,
) -> None:
    yard = stack.yard
    assert stack.changes() == {"create": 3}
    failed = stack.pulumi("up", "--yes", "--skip-preview")
    said = failed.stdout + failed.stderr
    assert failed.returncode != 0
    for name, digest in yard.lock().digests().items():
        assert f"{name} ({digest})" in said
    command = f"slipway images push --stack team --to {yard.first}"
    assert f"Run `{command}`, then `up` again." in said
    # Pulumi's own host may print one when the engine ends it; none of ours is in it.
    assert "images_present.py" not in said
    assert not stack.workload.exists()

    assert yard.run("push", "--to", yard.second).exit_code == 0
    arguments = (*command.split()[2:], "--from", yard.second)
    assert yard.run(*arguments).exit_code == 0
    done = stack.pulumi("up", "--yes", "--skip-preview")
    assert done.returncode == 0, done.stdout + done.stderr
    digest = yard.lock().images["tracking"].digest
    assert stack.workload.read_text() == f"{yard.first}/slipway/tracking@{digest}"
    assert stack.changes() == {"same": 3}

    yard.delete(yard.first, "database")
    assert stack.changes() == {"same": 2, "update": 1}
    failed = stack.pulumi("up", "--yes", "--skip-preview")
    assert failed.returncode != 0
    assert f"database ({yard.lock().images['database'].digest})" in failed.stdout + failed.stderr
    assert "tracking (" not in failed.stdout + failed.stderr
    assert stack.pulumi("destroy", "--yes", "--skip-preview").returncode == 0
