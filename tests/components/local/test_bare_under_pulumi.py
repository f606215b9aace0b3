"""A bare cluster as a stack owns it: made, left alone, revived, removed."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from slipway.components.local.bare.driver import BareDriver
from slipway.components.local.spec import ClusterSpec
from tests.components.local.support.live import live_spec, quiet

pytestmark = [pytest.mark.bare, pytest.mark.engine]

PROGRAM = Path(__file__).parent / "programs" / "cluster"


@dataclass(frozen=True)
class Stack:
    folder: Path
    spec: ClusterSpec

    def pulumi(self, *arguments: str) -> str:
        done = subprocess.run(
            ["pulumi", "--stack", "test", "--non-interactive", *arguments],
            cwd=PROGRAM,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def changes(self) -> dict[str, int]:
        summary: dict[str, int] = json.loads(self.pulumi("preview", "--json"))["changeSummary"]
        return summary

    def environment(self) -> dict[str, str]:
        spec = self.spec
        given = {
            "driver": "bare",
            "tools": str(spec.tools),
            "state": str(spec.state),
            "index": spec.index,
            "api_port": spec.api_port,
            "node_ports": spec.node_ports.text,
            "images": {image.name: image.reference for image in spec.images},
            "archives": {image.name: str(image.archive) for image in spec.images},
        }
        return {
            **os.environ,
            "CLUSTER": json.dumps(given),
            "PATH": f"{spec.tools}:{os.environ['PATH']}",
            "PULUMI_BACKEND_URL": f"file://{self.folder}",
            "PULUMI_CONFIG_PASSPHRASE": "test",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_HOME": str(self.folder / "home"),
            "PULUMI_PYTHON_CMD": sys.executable,
            "PULUMI_SKIP_UPDATE_CHECK": "true",
        }


@pytest.fixture
def stack(tmp_path: Path) -> Iterator[Stack]:
    spec = live_spec(tmp_path / "cluster", index=12, api_port=16469)
    stack = Stack(tmp_path / "backend", spec)
    stack.folder.mkdir()
    subprocess.run(
        ["pulumi", "stack", "init", "test"], cwd=PROGRAM, env=stack.environment(), check=True
    )
    try:
        yield stack
    finally:
        BareDriver(spec).remove(quiet)


def test_a_stack_makes_revives_and_removes_its_cluster(stack: Stack) -> None:
    driver = BareDriver(stack.spec)
    stack.pulumi("up", "--yes")
    assert driver.condition().state == "running"
    assert stack.changes() == {"same": 4}
    first = stack.pulumi("stack", "output", "--show-secrets", "kubeconfig")
    assert "PRIVATE KEY" not in stack.pulumi("stack", "export")
    assert "client-key-data" not in stack.pulumi("stack", "export")

    for name in driver.layout.sandboxes:
        driver.sandbox(name).kill()
    assert stack.changes() == {"same": 3, "update": 1}
    stack.pulumi("up", "--yes")
    assert driver.condition().state == "running"
    assert stack.pulumi("stack", "output", "--show-secrets", "kubeconfig") == first

    driver.sandbox("control").kill()
    stack.pulumi("destroy", "--yes")
    assert driver.condition().state == "absent"
    assert not stack.spec.state.exists()


def test_a_cluster_that_went_behind_the_stacks_back_is_made_anew(stack: Stack) -> None:
    stack.pulumi("up", "--yes")
    BareDriver(stack.spec).remove(quiet)
    stack.pulumi("refresh", "--yes")
    assert stack.changes()["create"] == 1
