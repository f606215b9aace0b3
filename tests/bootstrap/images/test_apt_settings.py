from collections.abc import Sequence

import pytest

from bootstrap.image_builder import apt_settings
from bootstrap.image_builder.apt_settings import AptSettings, read_apt_settings

TARGETS = """\
m:/debian/|bookworm|main|Debian
m:/debian/|bookworm-updates|main|Debian
m:/security/|bookworm-security|main|Debian
m:/debian/|bookworm|main|Debian
m:/debian/|trixie|main|Debian
m:/node/|bookworm|main|NodeSource
m:/ubuntu/|noble|main|Ubuntu
"""
DUMP = """\
APT "";
Acquire "";
Acquire::http "";
Acquire::http::Proxy "m:3128";
Acquire::https::CAInfo "/somewhere/ca.pem";
Acquire::Check-Valid-Until "false";
Acquire::Retries "5";
Dir::Etc "etc/apt";
"""


def _read(monkeypatch: pytest.MonkeyPatch, targets: str, dump: str) -> AptSettings:
    def answer(argv: Sequence[str], **_: object) -> str:
        return {"apt-get": targets, "apt-config": dump}[argv[0]]

    monkeypatch.setattr(apt_settings, "output", answer)
    return read_apt_settings({})


def test_debians_sources_of_the_release_are_taken_once_and_no_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = _read(monkeypatch, TARGETS, DUMP)
    assert [source.split("] ")[1] for source in settings.sources] == [
        "m:/debian/ bookworm main",
        "m:/debian/ bookworm-updates main",
        "m:/security/ bookworm-security main",
    ]
    assert settings.mirror == "m:/debian/"


def test_the_machines_proxy_and_patience_go_along_but_not_its_paths(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert _read(monkeypatch, TARGETS, DUMP).acquire == (
        'Acquire::http::Proxy "m:3128";',
        'Acquire::Check-Valid-Until "false";',
        'Acquire::Retries "5";',
    )


def test_a_build_on_a_machine_that_is_no_debian_keeps_the_bases_sources(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = _read(monkeypatch, "m:/ubuntu/|noble|main|Ubuntu\n", "")
    assert settings.sources == ()
    assert settings.mirror is None
    assert "Dir::Etc" not in settings.config(secrets="/s", ca_bundle=True)


def test_a_build_reads_the_machines_sources_and_certificates_from_its_secrets(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    config = _read(monkeypatch, TARGETS, DUMP).config(secrets="/s", ca_bundle=True)
    assert 'Dir::Etc::SourceList "/s/sources.list";' in config
    assert 'Dir::Etc::SourceParts "-";' in config
    assert 'Acquire::https::CAInfo "/s/ca.crt";' in config
    assert "/somewhere" not in config
