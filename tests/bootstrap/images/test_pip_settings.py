from pathlib import Path

import pytest

from bootstrap.image_builder.pip_settings import pip_config, read_pip_settings, wheel_folders


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    _write(tmp_path / "etc/pip.conf", "[global]\nindex-url = m:/system\ntimeout = 5\n")
    _write(
        tmp_path / "home/.config/pip/pip.conf",
        "[global]\nindex-url = m:/%(own)s\ncache-dir = /home/cache\n[install]\npre = yes\n",
    )
    return tmp_path


def test_own_options_win_over_the_systems_and_the_environment_over_both(root: Path) -> None:
    env = {"HOME": str(root / "home"), "PIP_TIMEOUT": "9", "PIP_NO_INDEX": "1", "PATH": "/bin"}
    assert read_pip_settings(env, root) == {
        "index-url": "m:/%(own)s",
        "timeout": "9",
        "pre": "yes",
        "no-index": "1",
    }


def test_a_file_that_the_environment_names_is_read_last_of_the_files(root: Path) -> None:
    _write(root / "named.conf", "[global]\nindex-url = m:/named\n")
    env = {"HOME": str(root / "home"), "PIP_CONFIG_FILE": str(root / "named.conf")}
    settings = read_pip_settings(env, root)
    assert settings["index-url"] == "m:/named"
    assert "config-file" not in settings


def test_a_builds_pip_trusts_the_builds_certificates_and_not_a_path_of_the_machine() -> None:
    config = pip_config({"cert": "/machine/ca.pem"}, ca_bundle="/s/ca.crt", wheels=None)
    assert config == "[global]\ncert = /s/ca.crt\n"


def test_folders_of_wheels_become_the_one_that_a_build_sees() -> None:
    options = {"find-links": "m://links\n/machine/wheels file:///machine/more"}
    assert pip_config(options, ca_bundle=None, wheels="/mnt") == (
        "[global]\nfind-links = m://links\n    /mnt\n"
    )
    assert pip_config({"find-links": "/machine/none"}, ca_bundle=None, wheels=None) == "[global]\n"


def test_only_folders_that_hold_wheels_are_shown_to_a_build(tmp_path: Path) -> None:
    for name in ("full", "more", "empty"):
        (tmp_path / name).mkdir()
    (tmp_path / "full/a-1-py3-none-any.whl").touch()
    (tmp_path / "more/b-1-py3-none-any.whl").touch()
    links = f"{tmp_path}/full {tmp_path}/empty file://{tmp_path}/more {tmp_path}/gone m://x"
    assert wheel_folders({"find-links": links}) == (tmp_path / "full", tmp_path / "more")
