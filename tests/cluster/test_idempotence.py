"""A second `up` finds nothing to do, and the clone stays clean."""

import subprocess

import pytest

from tests.support.live_platform import ROOT, LivePlatform

pytestmark = pytest.mark.cluster


def test_a_second_up_changes_nothing(platform: LivePlatform) -> None:
    platform.said.clear()
    platform.session.up()
    said = "\n".join(platform.said)
    summary = said[said.index("Resources:") :]
    assert "unchanged" in summary
    assert not any(word in summary for word in ("created", "updated", "deleted", "replaced")), said


def test_a_preview_plans_nothing(platform: LivePlatform) -> None:
    assert "unchanged" in platform.session.preview()


def test_no_stack_file_of_the_clone_was_touched(platform: LivePlatform) -> None:
    assert platform.session.config_file.parent != ROOT
    changed = subprocess.run(
        ["git", "status", "--porcelain", "--", "Pulumi*.yaml"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert changed.stdout == ""
