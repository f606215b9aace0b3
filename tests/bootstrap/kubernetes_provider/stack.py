"""A small Pulumi stack run by the real CLI, with the stand-in installed as its plugin."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bootstrap.kubernetes_provider.document import Document
from bootstrap.places import Places
from bootstrap.steps.provider import write_stand_in

CLONE = Path(__file__).parents[3]
NAME = "dev"

HEADER = """
import os
import pulumi
import pulumi_kubernetes as k8s
from pulumi import Output, ResourceOptions as Options
"""

PROVIDER = """
provider = k8s.Provider(
    "cluster",
    kubeconfig=Output.secret(os.environ["TEST_KUBECONFIG"]),
    delete_unreachable=os.environ.get("TEST_DROP") == "yes",
)
on = Options(provider=provider)
namespace = os.environ["TEST_NAMESPACE"]
"""


@dataclass(frozen=True)
class Run:
    """What a command printed, and whether it succeeded."""

    ok: bool
    text: str


@dataclass
class Stack:
    """One stack in a folder of its own: home, backend, program."""

    folder: Path
    variables: dict[str, str] = field(default_factory=dict)

    @property
    def places(self) -> Places:
        return Places(clone=CLONE, cache=self.folder / "cache", state=self.folder)

    @property
    def environment(self) -> dict[str, str]:
        # No variable of a person's own stack reaches the test's.
        kept = {key: text for key, text in os.environ.items() if not key.startswith("PULUMI_")}
        return {
            **kept,
            "PULUMI_HOME": str(self.places.pulumi_home),
            "PULUMI_BACKEND_URL": f"file://{self.places.backend}",
            "PULUMI_CONFIG_PASSPHRASE": "a test's",
            "PULUMI_SKIP_UPDATE_CHECK": "true",
            "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
            "PULUMI_PYTHON_CMD": sys.executable,
            "PYTHONDONTWRITEBYTECODE": "1",
            **self.variables,
        }

    def prepare(self) -> None:
        if shutil.which("pulumi") is None:
            pytest.fail("pulumi: not on PATH; run by `make test`, or put the tools there")
        write_stand_in(self.places)
        self.places.backend.mkdir(exist_ok=True)
        program = self.folder / "program"
        program.mkdir()
        (program / "Pulumi.yaml").write_text("name: test\nruntime: python\n")
        self.write("")
        assert self.run("stack", "init", NAME).ok

    def write(self, program: str, *, provider: str = PROVIDER) -> None:
        text = HEADER + provider + textwrap.dedent(program)
        (self.folder / "program" / "__main__.py").write_text(text)

    def run(self, *arguments: str) -> Run:
        done = subprocess.run(
            ["pulumi", *arguments, "--non-interactive"],
            cwd=self.folder / "program",
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
            timeout=300,
        )
        return Run(done.returncode == 0, done.stdout)

    def up(self, *arguments: str) -> Run:
        return self.run("up", "--yes", "--skip-preview", *arguments)

    def preview(self, *arguments: str) -> Run:
        return self.run("preview", *arguments)

    def refresh(self, *arguments: str) -> Run:
        return self.run("refresh", "--yes", "--skip-preview", *arguments)

    def destroy(self) -> Run:
        return self.run("destroy", "--yes", "--skip-preview")

    def outputs(self) -> Document:
        return Document(json.loads(self.run("stack", "output", "--json", "--show-secrets").text))

    def resource(self, kind: str) -> Document:
        """The only resource of a kind in the state; empty if there is none."""
        state = Document(json.loads(self.run("stack", "export").text))
        found = [
            item
            for item in state.children("deployment", "resources")
            if item.text("type").endswith(f":{kind}")
        ]
        assert len(found) <= 1
        return found[0] if found else Document({})

    def everything_written(self) -> str:
        """All text that the CLI left on disk: state, history, backups."""
        files = [path for path in self.places.backend.rglob("*") if path.is_file()]
        return "\n".join(path.read_text(errors="replace") for path in files)

    def interrupt_up(self, awaited: str) -> Run:
        """An `up` that gets one Ctrl-C as soon as it prints a text."""
        lines: list[str] = []
        with subprocess.Popen(
            ["pulumi", "up", "--yes", "--skip-preview", "--non-interactive"],
            cwd=self.folder / "program",
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        ) as process:
            assert process.stdout is not None
            sent = False
            for line in process.stdout:
                lines.append(line)
                if awaited in line and not sent:
                    process.send_signal(signal.SIGINT)
                    sent = True
        return Run(process.returncode == 0, "".join(lines))
