"""The plan of a stack as the project was at a git revision."""

import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from slipway.stacks.plan.graph import Plan, plan_from_json

PINS = "requirements/dev.txt"
_PROGRAM = "from slipway.stacks.cli.main import main; main()"


class RevisionError(Exception):
    """A revision that can't be planned."""

    def __init__(self, revision: str, found: str, remedy: str) -> None:
        super().__init__(f"revision {revision}: got {found}. {remedy}")


@dataclass(frozen=True, kw_only=True)
class RevisionPlan:
    """A plan of the past; None where the revision has no such stack."""

    plan: Plan | None
    pins_differ: bool
    """The revision pinned other packages, and was planned with today's."""


def plan_at(revision: str, stack: str, project: Path) -> RevisionPlan:
    """The plan of `stack` at `revision`, made by the revision's own code.

    The working tree stays as it is: the revision is checked out into a folder of its own, and its
    program runs in a process of its own with the packages that are installed here.

    Raises:
        RevisionError: There is no such revision, or its program fails.
    """
    commit = _commit(revision, project)
    with _checked_out(commit, project) as folder:
        differ = _text(folder / PINS) != _text(project / PINS)
        if not (folder / f"Pulumi.{stack}.yaml").exists():
            return RevisionPlan(plan=None, pins_differ=differ)
        return RevisionPlan(plan=_planned(revision, stack, folder), pins_differ=differ)


def plans_at(revision: str, project: Path) -> dict[str, RevisionPlan]:
    """The plans of all stacks at `revision` by name, in one run of its own code.

    Raises:
        RevisionError: There is no such revision, or its program fails.
    """
    commit = _commit(revision, project)
    with _checked_out(commit, project) as folder:
        differ = _text(folder / PINS) != _text(project / PINS)
        if not any(folder.glob("Pulumi.*.yaml")):
            return {}
        documents = json.loads(_said(revision, folder, "plan", "--all", "--json"))
    plans = [plan_from_json(document) for document in documents]
    return {one.stack: RevisionPlan(plan=one, pins_differ=differ) for one in plans}


def _commit(revision: str, project: Path) -> str:
    found = _git(project, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    if found.returncode != 0:
        raise RevisionError(revision, "no such commit", "Name a branch, tag or commit; fetch it.")
    return found.stdout.strip()


@contextmanager
def _checked_out(commit: str, project: Path) -> Iterator[Path]:
    """The revision's files in a passing folder; the clone's own state is untouched."""
    with tempfile.TemporaryDirectory(prefix="slipway-base-") as above:
        archive, folder = Path(above) / "tree.tar", Path(above) / "tree"
        # Of the tree: a commit's archive begins with a header that Python takes no end after.
        tree = f"{commit}^{{tree}}"
        made = _git(_top(project), "archive", "--format=tar", f"--output={archive}", tree)
        if made.returncode != 0:
            raise RevisionError(commit, made.stderr.strip(), "Free disk space or repair the clone.")
        with tarfile.open(archive) as files:
            files.extractall(folder, filter="data")
        inside = folder / _below_top(project)
        # Before its first files the project had no folder.
        inside.mkdir(parents=True, exist_ok=True)
        yield inside


def _below_top(project: Path) -> str:
    """The project may be a folder of a larger repository."""
    return _git(project, "rev-parse", "--show-prefix").stdout.strip()


def _planned(revision: str, stack: str, folder: Path) -> Plan:
    return plan_from_json(json.loads(_said(revision, folder, "plan", "--stack", stack, "--json")))


def _said(revision: str, folder: Path, *arguments: str) -> str:
    """What the revision's own command prints."""
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith("SLIPWAY_")
    }
    environment |= {"PYTHONPATH": str(folder / "src"), "SLIPWAY_STATE": str(folder / ".no-state")}
    # Safe: our own interpreter on the revision's own code, which its reviewers trusted once.
    run = subprocess.run(
        [sys.executable, "-c", _PROGRAM, *arguments],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if run.returncode != 0:
        last = run.stderr.strip().splitlines()[-1:] or [f"exit code {run.returncode}"]
        raise RevisionError(revision, last[0], "Plan that revision by itself to see the whole.")
    return run.stdout


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


def _top(project: Path) -> Path:
    return Path(_git(project, "rev-parse", "--show-toplevel").stdout.strip())


def _git(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["git", "-C", str(folder), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )
