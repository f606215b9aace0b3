"""The plans of the committed example stacks, made once in a process of their own."""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
STACKS = sorted(
    path.name.removeprefix("Pulumi.").removesuffix(".yaml") for path in ROOT.glob("Pulumi.*.yaml")
)
CLOUD_STACKS = [name for name in STACKS if name.endswith(("-aws", "-azure"))]
_PROGRAM = "from slipway.stacks.cli.main import main; main()"


@cache
def example_plans() -> dict[str, dict[str, Any]]:
    """Each plan as `slipway plan --json` prints it, by stack."""
    result = subprocess.run(
        [sys.executable, "-c", _PROGRAM, "plan", "--all", "--json"],
        cwd=ROOT,
        env={**os.environ, "SLIPWAY_STATE": str(ROOT / ".no-state")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return {plan["stack"]: plan for plan in json.loads(result.stdout)}
