"""`slipway plan --format`: a file for other tools, or one sentence."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.support.example_stacks import ROOT

PROGRAM = "from slipway.stacks.cli.main import main; main()"


def plan(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, "plan", "--stack", "open-source-azure", *arguments],
        cwd=ROOT,
        env={**os.environ, "SLIPWAY_STATE": str(ROOT / ".no-state")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_export_lands_in_the_file(tmp_path: Path) -> None:
    out = tmp_path / "template.json"
    result = plan("--format", "arm", "--out", str(out))
    assert result.returncode == 0, result.stderr
    assert json.loads(out.read_text(encoding="utf-8"))["resources"]


def test_another_clouds_format_is_a_wrong_use() -> None:
    result = plan("--format", "terraform")
    assert result.returncode == 2
    assert "got target azure; expected aws" in result.stderr
    assert "Traceback" not in result.stderr
