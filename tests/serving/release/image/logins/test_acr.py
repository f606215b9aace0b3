from urllib.parse import parse_qs

import httpx
import pytest

from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.acr import AcrLogin
from slipway.serving.release.image.logins.source import TOKEN_USER, LoginError
from slipway.serving.release.image.registry import ImageRegistry

HOST = "team.azurecr.io"
CHALLENGE = f'Bearer realm="https://{HOST}/oauth2/token",service="{HOST}",scope="repository:x:pull"'


class _Acr:
    """Exchanges one Entra token, gives access tokens for the refresh token, and guards the rest."""

    def __init__(self) -> None:
        self.forms: list[dict[str, list[str]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/oauth2/exchange":
            self.forms.append(parse_qs(request.content.decode()))
            known = self.forms[-1]["access_token"] == ["entra"]
            return httpx.Response(200 if known else 401, json={"refresh_token": "refresh"})
        if request.url.path == "/oauth2/token":
            basic = httpx.BasicAuth(TOKEN_USER, "refresh")
            expected = next(basic.auth_flow(httpx.Request("GET", request.url)))
            same = request.headers["Authorization"] == expected.headers["Authorization"]
            return httpx.Response(200 if same else 401, json={"access_token": "access"})
        if request.headers.get("Authorization") == "Bearer access":
            return httpx.Response(200)
        return httpx.Response(401, headers={"WWW-Authenticate": CHALLENGE})


def _refused() -> str:
    raise RuntimeError("AADSTS700082: the token has expired")


def test_an_entra_token_becomes_a_login_of_the_registry() -> None:
    server = _Acr()
    login = AcrLogin(lambda: "entra", httpx.MockTransport(server)).login(HOST)
    assert login == RegistryLogin(username=TOKEN_USER, password="refresh")  # noqa: S106 - made up
    assert server.forms == [
        {"grant_type": ["access_token"], "service": [HOST], "access_token": ["entra"]}
    ]


def test_the_login_opens_the_registry_through_its_own_token_server() -> None:
    transport = httpx.MockTransport(_Acr())
    login = AcrLogin(lambda: "entra", transport).login(HOST)
    with ImageRegistry(HOST, login=login, transport=transport) as registry:
        assert registry.ask("GET", "x/manifests/1", good=[200])


def test_a_registry_elsewhere_gets_no_token() -> None:
    assert AcrLogin(_refused).login("registry.test") is None
    assert AcrLogin(_refused).login("team.azurecr.io.evil.test") is None


def test_an_identity_without_a_role_is_told_which() -> None:
    source = AcrLogin(lambda: "somebody", httpx.MockTransport(_Acr()))
    with pytest.raises(LoginError, match=r"team\.azurecr\.io: got status 401.*AcrPush or AcrPull"):
        source.login(HOST)


def test_an_expired_login_is_told_with_its_own_words() -> None:
    with pytest.raises(LoginError, match=r"AADSTS700082.*az login"):
        AcrLogin(_refused).login(HOST)


def test_without_azures_library_the_cli_is_named() -> None:
    def not_installed() -> str:
        raise ModuleNotFoundError("No module named 'azure'")

    with pytest.raises(LoginError, match=r"got no azure-identity.*az acr login --name team"):
        AcrLogin(not_installed).login(HOST)
