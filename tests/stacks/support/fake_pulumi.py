"""A stand-in for the `pulumi` CLI: `up` turns the releases of the stack file into outputs.

It obeys a folder named by FAKE_PULUMI: `outputs.json` is the stack's state, `calls.jsonl` gets the
arguments of each run, and a file `fail-up` or `slow-up` makes the next `up` fail or take its time.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path
from types import FrameType

from ruamel.yaml import YAML

HOME = Path(os.environ.get("FAKE_PULUMI", "."))


def main(arguments: list[str]) -> int:
    with (HOME / "calls.jsonl").open("a") as calls:
        calls.write(json.dumps({"arguments": arguments, "cwd": str(Path.cwd())}) + "\n")
    if arguments[:2] == ["stack", "output"]:
        return _outputs()
    if arguments[0] == "preview":
        _say("~ Deployment car-loan")
        return 0
    return _up(Path(arguments[arguments.index("--config-file") + 1]))


def _outputs() -> int:
    path = HOME / "outputs.json"
    if not path.exists():
        sys.stderr.write("error: no stack named 'local' found" + "\n")
        return 255
    _say(path.read_text())
    return 0


def _up(config_file: Path) -> int:
    _say("updating")
    if (HOME / "slow-up").exists():
        _wait_for_interrupt()
    if (HOME / "fail-up").exists():
        (HOME / "fail-up").unlink()
        _say("error: pod car-loan-x: ImagePullBackOff")
        return 255
    config = YAML(typ="safe").load(config_file.read_text())["config"]
    releases = config.get("slipway:releases") or {}
    outputs = json.loads((HOME / "outputs.json").read_text())
    for name in config["slipway:platform"]["models"]:
        release = releases.get(name) or {"version": None, "image": None}
        outputs["models"][name] = {**outputs["models"].get(name, {}), **release}
    (HOME / "outputs.json").write_text(json.dumps(outputs))
    _say("done")
    return 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def _wait_for_interrupt() -> None:
    def stop(_signal: int, _frame: FrameType | None) -> None:
        _say("cancelled: what had begun is finished")
        sys.exit(130)

    signal.signal(signal.SIGINT, stop)
    _say("waiting")
    time.sleep(60)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
