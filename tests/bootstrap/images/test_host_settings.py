import stat
from pathlib import Path

import pytest

from bootstrap.image_builder.apt_settings import AptSettings
from bootstrap.image_builder.host_settings import HostSettings, read_host_settings

APT = AptSettings(sources=("deb m:/ bookworm main",), mirror="m:/", acquire=())


def _settings(bundle: Path | None) -> HostSettings:
    return HostSettings(apt=APT, pip={"index-url": "m:/key@x"}, ca_bundle=bundle, wheels=())


def test_what_may_hold_a_key_is_readable_by_us_alone(tmp_path: Path) -> None:
    files = _settings(None).write(tmp_path / "secrets")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in files.values()}
    assert modes == {0o600}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700


def test_the_files_bear_the_names_that_the_dockerfiles_mount(tmp_path: Path) -> None:
    (tmp_path / "bundle.pem").write_text("a certificate")
    files = _settings(tmp_path / "bundle.pem").write(tmp_path / "secrets")
    assert set(files) == {"apt.conf", "sources.list", "pip.conf", "ca.crt"}
    assert files["ca.crt"].read_text() == "a certificate"
    assert files["sources.list"].read_text() == "deb m:/ bookworm main\n"
    assert "cert = /run/secrets/ca.crt" in files["pip.conf"].read_text()


def test_a_machine_without_certificates_of_its_own_says_nothing_of_them(tmp_path: Path) -> None:
    files = _settings(None).write(tmp_path / "secrets")
    assert "ca.crt" not in files["pip.conf"].read_text() + files["apt.conf"].read_text()


def test_the_certificates_that_the_environment_names_come_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bootstrap.image_builder.host_settings.read_apt_settings", lambda _env: APT)
    (tmp_path / "own.pem").write_text("own")
    env = {
        "HOME": str(tmp_path),
        "PIP_CERT": str(tmp_path / "gone.pem"),
        "SSL_CERT_FILE": str(tmp_path / "own.pem"),
    }
    assert read_host_settings(env).ca_bundle == tmp_path / "own.pem"
