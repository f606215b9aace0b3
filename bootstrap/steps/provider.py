"""Pulumi's home with a Kubernetes provider: the official one, or in a closed network ours."""

import re
import shlex
import shutil
from pathlib import Path

from bootstrap.command import Command, CommandFailed, run
from bootstrap.console import Progress
from bootstrap.environment import stack_environment
from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.steps.runner import Step
from bootstrap.tools.internet import Internet, Unreachable
from bootstrap.tools.unpack import EXECUTABLE

RELEASES = "https://get.pulumi.com"
PROGRAM = "pulumi-resource-kubernetes"
GIVE_UP_SECONDS = 240
OFFICIAL = "the official plugin"
STAND_IN = "the stand-in in bootstrap/kubernetes_provider: the official plugin can't be had here"


def provider_step(places: Places, internet: Internet) -> Step:
    """Provide the plugin; which one is chosen once, as the two describe state differently."""

    def done() -> str | None:
        program = plugin_folder(places) / PROGRAM
        if not program.exists():
            return None
        if not is_stand_in(program):
            return OFFICIAL
        return STAND_IN if program.read_text() == stand_in_script(places) else None

    def run_step(progress: Progress) -> str:
        program = plugin_folder(places) / PROGRAM
        if not program.exists() and _install_official(places, internet, progress):
            return OFFICIAL
        write_stand_in(places)
        return STAND_IN

    return Step(name="pulumi-home", done=done, run=run_step)


def plugin_version(clone: Path) -> str:
    """The version of the SDK that is pinned: engine and SDK look for just this plugin."""
    pins = (clone / "requirements" / "dev.txt").read_text()
    found = re.search(r"^pulumi-kubernetes==([0-9.]+)", pins, re.MULTILINE)
    if not found:
        raise Fault("requirements/dev.txt pins no pulumi-kubernetes", "restore the file from git")
    return found[1]


def plugin_folder(places: Places) -> Path:
    """Where Pulumi looks for the plugin."""
    name = f"resource-kubernetes-v{plugin_version(places.clone)}"
    return places.pulumi_home / "plugins" / name


def is_stand_in(program: Path) -> bool:
    """Whether a plugin is our script."""
    with program.open("rb") as stream:
        return stream.read(2) == b"#!"


def _install_official(places: Places, internet: Internet, progress: Progress) -> bool:
    """Download the official plugin if the network has it."""
    places.pulumi_home.mkdir(parents=True, exist_ok=True)
    install = ("plugin", "install", "resource", "kubernetes", plugin_version(places.clone))
    try:
        internet.check(RELEASES)
        run(
            Command(
                argv=("timeout", str(GIVE_UP_SECONDS), str(places.bin / "pulumi"), *install),
                log=places.logs / "pulumi-home.log",
                cwd=places.state,
                env=stack_environment(places),
                detail=lambda: "fetching the official plugin",
            ),
            progress,
        )
    except (Unreachable, CommandFailed):
        shutil.rmtree(plugin_folder(places), ignore_errors=True)
        return False
    return (plugin_folder(places) / PROGRAM).exists()


def stand_in_script(places: Places) -> str:
    """Starts the stand-in with the clone's own interpreter."""
    return (
        "#!/bin/sh\n"
        "# Written by the bootstrap: stands in for the official Kubernetes plugin.\n"
        f"PYTHONPATH={shlex.quote(str(places.clone))}\n"
        "export PYTHONPATH\n"
        f'exec {shlex.quote(str(places.python))} -u -m bootstrap.kubernetes_provider "$@"\n'
    )


def write_stand_in(places: Places) -> None:
    """Put the stand-in where Pulumi looks for the official plugin."""
    program = plugin_folder(places) / PROGRAM
    program.parent.mkdir(parents=True, exist_ok=True)
    temporary = program.with_suffix(".part")
    temporary.write_text(stand_in_script(places))
    temporary.chmod(EXECUTABLE)
    temporary.replace(program)
