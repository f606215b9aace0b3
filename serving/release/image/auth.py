"""Login to a registry that asks for one: basic, or a token from the place that it names."""

import base64
import re
from collections.abc import Generator
from dataclasses import dataclass

import httpx
from typing_extensions import override

from slipway.serving.release.document import Document

_PARAMETER = re.compile(r'(\w+)="([^"]*)"')


@dataclass(frozen=True, kw_only=True)
class RegistryLogin:
    """A user of a registry."""

    username: str
    password: str

    @override
    def __repr__(self) -> str:
        return f"RegistryLogin(username={self.username!r}, password=***)"


class RegistryAuth(httpx.Auth):
    """Answers a registry's challenge, and keeps the answer for the requests that follow.

    The first request of an upload carries no content, so a body is never sent twice.
    """

    requires_response_body = True

    def __init__(self, login: RegistryLogin | None) -> None:
        self._login = login
        self._header: str | None = None

    @override
    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self._header is not None:
            request.headers["Authorization"] = self._header
        response = yield request
        if response.status_code != httpx.codes.UNAUTHORIZED:
            return
        scheme, _, rest = response.headers.get("WWW-Authenticate", "").partition(" ")
        if scheme.lower() == "bearer":
            answer = yield self._token_request(dict(_PARAMETER.findall(rest)))
            if not answer.is_success:
                return
            document = Document.parse("token of the registry", answer.content)
            key = "token" if "token" in document.values else "access_token"
            self._header = f"Bearer {document.text(key)}"
        elif scheme.lower() == "basic" and self._login is not None:
            self._header = _basic(self._login)
        else:
            return
        request.headers["Authorization"] = self._header
        yield request

    def _token_request(self, challenge: dict[str, str]) -> httpx.Request:
        query = {key: text for key, text in challenge.items() if key != "realm"}
        request = httpx.Request("GET", challenge.get("realm", ""), params=query)
        if self._login is not None:
            request.headers["Authorization"] = _basic(self._login)
        return request


def _basic(login: RegistryLogin) -> str:
    pair = f"{login.username}:{login.password}".encode()
    return f"Basic {base64.b64encode(pair).decode()}"
