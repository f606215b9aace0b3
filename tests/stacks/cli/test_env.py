"""The exports name the working copy of the stack file, and the passphrase only by its file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from slipway.stacks.cli.env import env


def test_a_plain_pulumi_is_pointed_at_the_working_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "Pulumi.local.yaml"
    copy.write_text("config: {}\n")
    (tmp_path / "passphrase").write_text("open-sesame")
    monkeypatch.setenv("SLIPWAY_STATE", str(tmp_path))
    monkeypatch.delenv("SLIPWAY_CONFIG_FILE", raising=False)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE_FILE", raising=False)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    printed = CliRunner().invoke(env).output.splitlines()
    assert f"export PULUMI_OPTION_CONFIG_FILE={copy}" in printed
    assert f"export PULUMI_CONFIG_PASSPHRASE_FILE={tmp_path / 'passphrase'}" in printed
    assert "open-sesame" not in "\n".join(printed)
