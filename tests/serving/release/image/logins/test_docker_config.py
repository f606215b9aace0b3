import base64
import json
from pathlib import Path

import pytest

from slipway.serving.release.errors import MalformedDocumentError
from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.docker_config import DockerConfigLogin
from slipway.serving.release.image.logins.source import TOKEN_USER, LoginError

ADA = RegistryLogin(username="ada", password="open:sesame")  # noqa: S106 - made up
HELPER = """\
#!/bin/sh
read registry
[ "$1" = get ] && [ "$registry" = vault.test ] || { echo "credentials not found"; exit 1; }
echo '{"ServerURL": "vault.test", "Username": "USER", "Secret": "open:sesame"}'
"""


def _auth(username: str, password: str) -> str:
    return base64.b64encode(f"{username}:{password}".encode()).decode()


def _config(folder: Path, **config: object) -> DockerConfigLogin:
    path = folder / "config.json"
    path.write_text(json.dumps(config))
    return DockerConfigLogin(path)


def _helper(folder: Path, monkeypatch: pytest.MonkeyPatch, user: str = "ada") -> None:
    program = folder / "docker-credential-test"
    program.write_text(HELPER.replace("USER", user))
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder), prepend=":")


@pytest.mark.parametrize("name", ["a.test:5000", "https://a.test:5000", "https://a.test:5000/v2/"])
def test_an_entry_of_the_file_is_found_under_each_of_its_names(tmp_path: Path, name: str) -> None:
    source = _config(tmp_path, auths={name: {"auth": _auth("ada", "open:sesame")}})
    assert source.login("a.test:5000") == ADA
    assert source.login("b.test") is None


def test_an_identity_token_stands_in_for_the_password(tmp_path: Path) -> None:
    entry = {"auth": _auth(TOKEN_USER, ""), "identitytoken": "t0"}
    login = _config(tmp_path, auths={"team.azurecr.io": entry}).login("team.azurecr.io")
    assert login == RegistryLogin(username=TOKEN_USER, password="t0")  # noqa: S106 - made up


@pytest.mark.parametrize(
    "config", [{"credsStore": "test"}, {"credHelpers": {"vault.test": "test"}}]
)
def test_a_credential_helper_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, config: dict[str, object]
) -> None:
    _helper(tmp_path, monkeypatch)
    assert _config(tmp_path, **config, auths={"vault.test": {}}).login("vault.test") == ADA


def test_a_helper_that_knows_nothing_leaves_the_file_to_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _helper(tmp_path, monkeypatch)
    auths = {"a.test": {"auth": _auth("ada", "open:sesame")}}
    source = _config(tmp_path, credsStore="test", auths=auths)
    assert source.login("a.test") == ADA
    assert source.login("b.test") is None


def test_a_helpers_token_comes_with_the_user_that_registries_know(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _helper(tmp_path, monkeypatch, user="<token>")
    login = _config(tmp_path, credsStore="test").login("vault.test")
    assert login is not None
    assert login.username == TOKEN_USER


def test_a_helper_that_is_not_installed_is_named(tmp_path: Path) -> None:
    with pytest.raises(LoginError, match="got no docker-credential-nowhere; expected a login"):
        _config(tmp_path, credHelpers={"a.test": "nowhere"}).login("a.test")


def test_a_general_helper_that_is_gone_leaves_the_file_to_answer(tmp_path: Path) -> None:
    auths = {"a.test": {"auth": _auth("ada", "open:sesame")}}
    source = _config(tmp_path, credsStore="nowhere", auths=auths)
    assert source.login("a.test") == ADA
    assert source.login("localhost:30000") is None


def test_a_broken_entry_is_told_without_its_content(tmp_path: Path) -> None:
    source = _config(tmp_path, auths={"a.test": {"auth": "c2VzYW1l*"}})
    with pytest.raises(LoginError, match="broken entry") as caught:
        source.login("a.test")
    assert "c2VzYW1l" not in str(caught.value)


def test_a_file_that_is_no_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "config.json"
    path.write_text("{")
    with pytest.raises(MalformedDocumentError, match=str(path)):
        DockerConfigLogin(path).login("a.test")


def test_the_usual_file_is_dockers(tmp_path: Path) -> None:
    assert DockerConfigLogin.usual({"DOCKER_CONFIG": str(tmp_path)}).path.parent == tmp_path
    assert DockerConfigLogin.usual({}).path == Path.home() / ".docker" / "config.json"
    assert DockerConfigLogin(tmp_path / "none.json").login("a.test") is None
