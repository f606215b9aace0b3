import sys
from pathlib import Path

from slipway.stacks.engine.environment import session_environment


def test_a_plain_pulumi_finds_what_make_up_made(tmp_path: Path) -> None:
    found = session_environment(tmp_path, {"PATH": "/usr/bin"})
    assert found == {
        "PATH": f"{tmp_path}/bin:/usr/bin",
        "PULUMI_HOME": f"{tmp_path}/pulumi-home",
        "PULUMI_BACKEND_URL": f"file://{tmp_path}/backend",
        "PULUMI_CONFIG_PASSPHRASE_FILE": f"{tmp_path}/passphrase",
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_PYTHON_CMD": sys.executable,
    }


def test_what_the_user_has_set_stays(tmp_path: Path) -> None:
    own = {"PATH": "/usr/bin", "PULUMI_BACKEND_URL": "s3://team", "PULUMI_CONFIG_PASSPHRASE": "p"}
    found = session_environment(tmp_path, own)
    assert "PULUMI_BACKEND_URL" not in found
    assert "PULUMI_CONFIG_PASSPHRASE_FILE" not in found


def test_without_a_state_folder_the_users_own_pulumi_is_meant(tmp_path: Path) -> None:
    assert session_environment(tmp_path / "none", {"PATH": "/usr/bin"}) == {}


def test_the_tools_are_on_the_path_once(tmp_path: Path) -> None:
    first = session_environment(tmp_path, {"PATH": "/usr/bin"})
    assert session_environment(tmp_path, first)["PATH"] == first["PATH"]
