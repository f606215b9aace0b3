"""After ``eval "$(slipway env)"`` a plain `pulumi` works on the platform, as the README says."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from slipway.stacks.cli.options import state_folder
from tests.support.live_platform import ROOT

pytestmark = pytest.mark.cluster


@pytest.mark.usefixtures("platform")
def test_a_plain_preview_finds_the_platform_as_it_is() -> None:
    slipway = Path(sys.executable).with_name("slipway")
    kept = {name: os.environ[name] for name in ("HOME", "PATH")}
    done = subprocess.run(
        ["bash", "-euc", f'eval "$("{slipway}" env)"; pulumi preview --non-interactive'],
        cwd=ROOT,
        env={**kept, "SLIPWAY_STATE": str(state_folder())},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    summary = done.stdout[done.stdout.index("Resources:") :]
    assert "unchanged" in summary
    assert not any(word in summary for word in ("to create", "to update", "to delete")), summary
