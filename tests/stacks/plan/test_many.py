"""Many stacks are planned in one go, each like alone."""

import json
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import json, sys
from pathlib import Path
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.plan.many import Refused, plan_many

plans = plan_many([load(from_file(Path(name))) for name in sys.argv[1:]])
told = [
    {"refused": [str(one) for one in plan.faults]} if isinstance(plan, Refused) else plan.to_json()
    for plan in plans
]
print(json.dumps(told))
"""
STACK = """
config:
  slipway:platform: {variant: open-source, target: {kind: local}, models: {MODELS}}
"""


def run(folder: Path, *names: str) -> list[dict[str, object]]:
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *names],
        capture_output=True,
        text=True,
        check=True,
        cwd=folder,
    )
    found: list[dict[str, object]] = json.loads(result.stdout)
    return found


def test_plans_come_in_order_and_like_alone(tmp_path: Path) -> None:
    for name, models in (("one", "a: {}"), ("two", "a: {}, b: {}")):
        text = STACK.replace("MODELS", models)
        (tmp_path / f"Pulumi.{name}.yaml").write_text(text, encoding="utf-8")
    both = run(tmp_path, "Pulumi.two.yaml", "Pulumi.one.yaml")
    assert [one["stack"] for one in both] == ["two", "one"]
    alone = run(tmp_path, "Pulumi.one.yaml")
    assert both[1] == alone[0]
