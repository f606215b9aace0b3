"""Pulumi's backend, passphrase, stack and stack file, all outside the tree."""

import contextlib
import json
import os
import secrets
import shutil
import socket
import subprocess
import tempfile
from pathlib import Path

from bootstrap.command import Command, run
from bootstrap.console import Progress
from bootstrap.driver import Driver
from bootstrap.environment import stack_environment
from bootstrap.faults import Fault
from bootstrap.places import STACK, Places
from bootstrap.processes import is_alive
from bootstrap.steps.images import read_images
from bootstrap.steps.runner import Step, never_done


def stack_step(places: Places, chosen: Driver) -> Step:
    """Make what `pulumi up` needs; an existing stack and passphrase are never replaced."""
    log = places.logs / "stack.log"

    def run_step(progress: Progress) -> str:
        make_passphrase(places)
        places.backend.mkdir(parents=True, exist_ok=True)
        places.pulumi_home.mkdir(parents=True, exist_ok=True)
        write_stack_file(places, chosen)
        made = not stack_exists(places)
        if made:
            create_stack(places, log, progress)
        _select(places, log, progress)
        drop_dead_locks(places, progress)
        return f"stack {STACK} {'made' if made else 'is there'}"

    return Step(name="stack", done=never_done, run=run_step)


def make_passphrase(places: Places) -> None:
    """A random passphrase that only the owner can read; a lost one can't be made again."""
    if places.passphrase.exists():
        return
    places.state.mkdir(parents=True, exist_ok=True)
    temporary = places.passphrase.with_name("passphrase.part")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as stream:
        stream.write(secrets.token_urlsafe(32))
        stream.flush()
        os.fsync(stream.fileno())
    temporary.replace(places.passphrase)


def stack_record(places: Places) -> Path:
    """The file in which the backend keeps the stack."""
    return places.backend / ".pulumi" / "stacks" / "slipway" / f"{STACK}.json"


def stack_exists(places: Places) -> bool:
    """Whether the backend knows the stack."""
    return stack_record(places).exists()


def write_stack_file(places: Places, chosen: Driver) -> None:
    """Bring the copy of the stack file up to date."""
    images = read_images(places)
    additions = {
        "slipway:images": {name: image.reference for name, image in images.items()},
        "slipway:local": {
            "tools": str(places.bin),
            "state": str(places.cluster),
            "archives": {name: str(image.archive) for name, image in images.items()},
        },
    }
    files = (str(places.committed_stack_file), str(places.stack_file))
    argv = (str(places.python), "-m", "bootstrap.stack_file", *files)
    done = subprocess.run(
        (*argv, "--driver", chosen),
        cwd=places.clone,
        input=json.dumps(additions),
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise Fault(f"{places.stack_file} can't be written: {last}", "correct Pulumi.local.yaml")


def create_stack(places: Places, log: Path, progress: Progress) -> None:
    """Make the stack from a scratch folder: Pulumi writes the salt beside Pulumi.yaml.

    That salt is left behind: the first `up` writes one of its own into the copy.
    """
    scratch = Path(tempfile.mkdtemp(prefix="slipway-stack-", dir=places.state))
    try:
        shutil.copyfile(places.clone / "Pulumi.yaml", scratch / "Pulumi.yaml")
        _pulumi(places, log, progress, scratch, "stack", "init", STACK)
    finally:
        shutil.rmtree(scratch)


def _select(places: Places, log: Path, progress: Progress) -> None:
    """Select the stack for the clone, so that a plain `pulumi up` there means it."""
    _pulumi(places, log, progress, places.clone, "stack", "select", STACK)


def _pulumi(places: Places, log: Path, progress: Progress, cwd: Path, *words: str) -> None:
    run(
        Command(
            argv=(str(places.bin / "pulumi"), "--non-interactive", *words),
            log=log,
            cwd=cwd,
            env=stack_environment(places),
        ),
        progress,
    )


def drop_dead_locks(places: Places, progress: Progress) -> None:
    """Remove locks of Pulumi runs on this machine that no longer live; others are left alone."""
    for lock in (places.backend / ".pulumi" / "locks").rglob("*.json"):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            held = json.loads(lock.read_text())
            pid = int(held["pid"])
            if held["hostname"] == socket.gethostname() and not is_alive(pid):
                lock.unlink()
                progress.say(f"removed the lock of a Pulumi run that was killed (process {pid})")
