import base64
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.chain import find_login, open_registry, usual_sources
from slipway.serving.release.image.registry import RegistryAnswerError
from slipway.serving.release.image.repository import Repository
from tests.serving.release.support.registry_process import running_registry


@dataclass
class _Source:
    username: str | None
    asked: bool = False

    def login(self, registry: str) -> RegistryLogin | None:
        self.asked = True
        if self.username is None:
            return None
        return RegistryLogin(username=self.username, password=registry)


def test_the_first_source_that_knows_a_login_decides_and_no_other_is_asked() -> None:
    sources = [_Source(None), _Source("ada"), _Source("eve")]
    login = find_login("registry.test", sources)
    assert login is not None
    assert login.username == "ada"
    assert [source.asked for source in sources] == [True, True, False]


def test_a_registry_that_nobody_knows_is_asked_without_a_login() -> None:
    assert find_login("registry.test", [_Source(None)]) is None


def test_what_a_person_says_comes_before_what_the_machine_knows(tmp_path: Path) -> None:
    auth = base64.b64encode(b"docker:x").decode()
    (tmp_path / "config.json").write_text(json.dumps({"auths": {"a.test": {"auth": auth}}}))
    said = {
        "SLIPWAY_REGISTRY": "a.test",
        "SLIPWAY_REGISTRY_USERNAME": "ada",
        "SLIPWAY_REGISTRY_PASSWORD": "x",
    }
    for environment, expected in ((said, "ada"), ({}, "docker")):
        sources = usual_sources({**environment, "DOCKER_CONFIG": str(tmp_path)})
        login = find_login("a.test", sources)
        assert login is not None
        assert login.username == expected


@pytest.mark.engine
def test_a_guarded_registry_opens_to_the_login_of_dockers_config(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "htpasswd").write_text(
        "ada:$2y$05$bvIG6Nmid91Mu9RcmmWZfO5HJIMCT8riNW0hEp8f6/FuA2/mHZFpe\n"
    )
    monkeypatch.setenv("DOCKER_CONFIG", str(tmp_path))
    auth = f"auth: {{htpasswd: {{realm: x, path: {tmp_path / 'htpasswd'}}}}}"
    with running_registry(tmp_path, auth=auth) as address:
        with (
            open_registry(address) as registry,
            pytest.raises(RegistryAnswerError, match="status 401"),
        ):
            Repository(registry=registry, name="x").find("latest")
        entry = {"auth": base64.b64encode(b"ada:password").decode()}
        (tmp_path / "config.json").write_text(json.dumps({"auths": {address: entry}}))
        with open_registry(address) as registry:
            assert Repository(registry=registry, name="x").find("latest") is None
