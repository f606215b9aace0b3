"""How long an offline plan takes, beside the imports that it can't do without and a real preview.

Run by ``make bench-plan``; prints one table. Every figure is the median of several fresh processes,
taken in turns, so that a busy machine slows all columns alike.
"""

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.support import echo_provider
from tests.support.example_stacks import ROOT, STACKS

_LOADED = """
import sys
from slipway.stacks.cli.main import slipway
slipway(["plan", "--json", "--stack", sys.argv[1]], standalone_mode=False)
print(*sys.modules, sep="\\n", file=sys.stderr)
"""
"""Prints every module that a plan loads, in the order of loading."""
_IMPORTS = """
import contextlib, importlib, sys
with open(sys.argv[1]) as names:
    for name in names.read().split():
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
"""
_CLI = "from slipway.stacks.cli.main import main; main()"


def main(runs: int) -> None:
    """Measures and prints."""
    print(f"median of {runs} fresh processes, {os.cpu_count()} processors, seconds")
    print(f"{'stack':24} {'imports':>8} {'plan':>8} {'beyond':>8} {'preview':>8} {'ratio':>7}")
    with tempfile.TemporaryDirectory() as folder:
        previews = _previews(Path(folder))
        for stack in STACKS:
            imports, planned, preview = _in_turns(
                runs, [_imports(stack, Path(folder)), _plan("--stack", stack), previews.get(stack)]
            )
            ratio = preview / planned if preview else float("nan")
            beyond = planned - imports
            row = f"{imports:8.2f} {planned:8.2f} {beyond:8.2f} {preview:8.2f} {ratio:7.1f}"
            print(f"{stack:24} {row}", flush=True)
        [every] = _in_turns(runs, [_plan("--all")])
        print(f"all {len(STACKS)} stacks in one go: {every:.2f} s (aim: under 10 s)")
        print(
            "beyond = plan - imports (aim: at most 0.70); preview = the real engine, providers echo"
        )


def _imports(stack: str, folder: Path) -> Sequence[str]:
    """A process that loads what the stack's plan loads, and does nothing with it."""
    names = folder / f"{stack}.modules"
    loaded = subprocess.run(
        (sys.executable, "-c", _LOADED, stack),
        cwd=ROOT,
        env={**os.environ, "SLIPWAY_STATE": str(ROOT / ".no-state")},
        check=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    modules = [one for one in loaded.stderr.splitlines() if " " not in one and one != "__main__"]
    names.write_text("\n".join(modules), encoding="utf-8")
    return (sys.executable, "-c", _IMPORTS, str(names))


def _plan(*options: str) -> Sequence[str]:
    return (sys.executable, "-c", _CLI, "plan", "--json", *options)


def _in_turns(
    runs: int, commands: Sequence[Callable[[], None] | Sequence[str] | None]
) -> list[float]:
    """The median of each command; one round first, to warm the file cache."""
    times: list[list[float]] = [[] for _ in commands]
    for run in range(runs + 1):
        for place, command in enumerate(commands):
            if command is None:
                continue
            start = time.perf_counter()
            command() if callable(command) else _run(command)
            if run:
                times[place].append(time.perf_counter() - start)
    return [statistics.median(one) if one else 0.0 for one in times]


def _run(command: Sequence[str], cwd: Path = ROOT, **variables: str) -> None:
    environment = {**os.environ, "SLIPWAY_STATE": str(ROOT / ".no-state"), **variables}
    subprocess.run(
        command, cwd=cwd, env=environment, check=True, stdout=subprocess.DEVNULL, timeout=300
    )


def _previews(folder: Path) -> dict[str, Callable[[], None]]:
    """One real preview per stack; the local one needs what `make up` prepared and is left out."""
    if shutil.which("pulumi") is None:
        print("no pulumi on PATH: previews are left out")
        return {}
    plugins = folder / "plugins"
    echo_provider.install(plugins)
    found = {}
    for stack in (one for one in STACKS if one != "local"):
        home = folder / stack
        home.mkdir()
        (home / "stacks").symlink_to(ROOT / "stacks")
        for name in ("Pulumi.yaml", f"Pulumi.{stack}.yaml"):
            shutil.copy(ROOT / name, home / name)
        variables = echo_provider.environment(home, plugins)
        target = ("--stack", stack, "--non-interactive")
        _run(("pulumi", "stack", "init", *target), home, **variables)
        command = ("pulumi", "preview", "--json", *target)
        found[stack] = lambda c=command, h=home, v=variables: _run(c, h, **v)
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    main(parser.parse_args().runs)
