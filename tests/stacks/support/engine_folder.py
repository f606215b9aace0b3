"""A folder in which the stand-in for `pulumi` keeps a stack."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.stacks.support import fake_pulumi


@dataclass(frozen=True, kw_only=True)
class EngineFolder:
    """The stand-in's state, seen from a test."""

    folder: Path

    @classmethod
    def install(cls, folder: Path, monkeypatch: pytest.MonkeyPatch) -> "EngineFolder":
        """Puts the stand-in first on PATH."""
        tools = folder / "tools"
        tools.mkdir(parents=True)
        script = tools / "pulumi"
        script.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{fake_pulumi.__file__}" "$@"\n')
        script.chmod(0o755)
        monkeypatch.setenv("PATH", str(tools), prepend=":")
        monkeypatch.setenv("FAKE_PULUMI", str(folder))
        return cls(folder=folder)

    def deploy(self, outputs: dict[str, object]) -> None:
        (self.folder / "outputs.json").write_text(json.dumps(outputs))

    def model(self, name: str) -> dict[str, object]:
        models: dict[str, dict[str, object]] = json.loads(
            (self.folder / "outputs.json").read_text()
        )["models"]
        return models[name]

    def fail_next_up(self) -> None:
        (self.folder / "fail-up").touch()

    def slow_down(self) -> None:
        (self.folder / "slow-up").touch()

    def calls(self) -> list[list[str]]:
        path = self.folder / "calls.jsonl"
        lines = path.read_text().splitlines() if path.exists() else []
        return [json.loads(line)["arguments"] for line in lines]

    def commands(self) -> list[str]:
        return [call[0] for call in self.calls() if call[0] != "stack"]
