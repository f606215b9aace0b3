"""Releases the sample through the same command that a person would use."""

import subprocess
import sys
from pathlib import Path

from examples.car_loan.columns import MODEL
from examples.car_loan.platform import STACK, RunningPlatform


class SampleReleaseError(Exception):
    """The release command refused or failed; its output says why."""


def release(platform: RunningPlatform, version: int) -> None:
    """Runs ``slipway model release car-loan --yes`` for one version.

    Raises:
        SampleReleaseError: It didn't end well.
    """
    command = [
        str(Path(sys.executable).with_name("slipway")),
        *("model", "release", MODEL, "--version", str(version), "--yes", "--stack", STACK),
    ]
    done = subprocess.run(command, cwd=platform.session.project, check=False)
    if done.returncode != 0:
        raise SampleReleaseError(
            f"slipway model release {MODEL}: got exit code {done.returncode}; expected 0. "
            "Its output above says why."
        )
