import httpx
import pytest

from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.registry import ImageRegistry, RegistryAnswerError

CHALLENGE = 'Bearer realm="https://tokens.test/auth",service="reg",scope="repository:x:pull"'
LOGIN = RegistryLogin(username="ada", password="open sesame")  # noqa: S106 - of this test only


class _TokenRegistry:
    """A registry that wants a token from another place, and counts how often it was asked."""

    def __init__(self) -> None:
        self.asked: list[httpx.URL] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.host == "tokens.test":
            self.asked.append(request.url)
            known = request.headers.get("Authorization", "").startswith("Basic ")
            return httpx.Response(200 if known else 401, json={"token": "t0"})
        if request.headers.get("Authorization") == "Bearer t0":
            return httpx.Response(200)
        return httpx.Response(401, headers={"WWW-Authenticate": CHALLENGE})


def test_a_token_is_fetched_once_with_the_scope_that_was_named() -> None:
    server = _TokenRegistry()
    transport = httpx.MockTransport(server)
    with ImageRegistry("registry.test", login=LOGIN, transport=transport) as registry:
        registry.ask("GET", "x/manifests/1", good=[200])
        registry.ask("GET", "x/manifests/1", good=[200])
    assert len(server.asked) == 1
    assert dict(server.asked[0].params) == {"service": "reg", "scope": "repository:x:pull"}


def test_without_a_login_the_refusal_is_told_as_it_is() -> None:
    transport = httpx.MockTransport(_TokenRegistry())
    with (
        ImageRegistry("registry.test", transport=transport) as registry,
        pytest.raises(RegistryAnswerError, match="status 401"),
    ):
        registry.ask("GET", "x/manifests/1", good=[200])


def test_a_login_never_shows_its_password() -> None:
    assert "sesame" not in repr(LOGIN)
