"""One container registry, spoken to over its HTTP API."""

import contextlib
import time
from collections.abc import Iterable, Iterator, Mapping
from types import TracebackType
from typing import Self

import httpx

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.auth import RegistryAuth, RegistryLogin

_LOOPBACK = {"localhost", "127.0.0.1"}
_TIMEOUT = httpx.Timeout(30, read=300)  # a registry hashes a whole layer before it answers
PASSING = {429, 500, 502, 503, 504}
"""Statuses of a registry that restarts or is busy."""
_TRIES = 4


class RegistryUnreachableError(ReleaseError):
    """A registry that gave no answer, even after several tries."""

    def __init__(self, registry: str, cause: str) -> None:
        super().__init__(
            f"registry {registry}",
            got=cause,
            expected="an answer",
            remedy="Look at `slipway status`; the platform must be up.",
        )


class RegistryAnswerError(ReleaseError):
    """An answer of a registry that doesn't fit the request."""

    def __init__(self, request: str, response: httpx.Response) -> None:
        self.status = response.status_code
        text = " ".join(response.text.split())[:300]
        super().__init__(
            f"registry, {request}",
            got=f"status {response.status_code} {text}".rstrip(),
            expected="success",
            remedy="Check that the login may push and that the registry has space.",
        )


class ImageRegistry:
    """A registry's address and a connection to it; plain HTTP on the loopback interface only."""

    def __init__(
        self,
        address: str,
        *,
        login: RegistryLogin | None = None,
        transport: httpx.BaseTransport | None = None,
        pause: float = 0.5,
    ) -> None:
        self.address = address
        local = address.partition(":")[0] in _LOOPBACK
        self._pause = pause
        self._client = httpx.Client(
            base_url=f"{'http' if local else 'https'}://{address}/v2/",
            auth=RegistryAuth(login),
            follow_redirects=False,
            timeout=_TIMEOUT,
            transport=transport,
            trust_env=not local,  # a proxy can't reach our loopback interface
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def ask(
        self,
        method: str,
        path: str,
        *,
        good: Iterable[int],
        headers: Mapping[str, str] | None = None,
        params: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        """One request, tried again while the registry is restarting.

        Raises:
            RegistryUnreachableError: No answer at all.
            RegistryAnswerError: A status that isn't among the good ones.
        """
        response = self._persist(method, path, headers, params, content)
        if response.status_code not in set(good):
            raise RegistryAnswerError(f"{method} {path}", response)
        return response

    def ask_once(
        self, method: str, path: str, *, headers: Mapping[str, str], content: bytes
    ) -> httpx.Response:
        """One request that isn't safe to repeat blindly; connection errors reach the caller."""
        return self._client.request(method, path, headers=headers, content=content)

    @contextlib.contextmanager
    def stream(self, path: str) -> Iterator[Iterator[bytes]]:
        """The content behind a path, in pieces.

        Raises:
            RegistryUnreachableError: The connection broke.
            RegistryAnswerError: The content isn't there.
        """
        try:
            with self._client.stream("GET", path, follow_redirects=True) as response:
                if response.status_code != httpx.codes.OK:
                    response.read()
                    raise RegistryAnswerError(f"GET {path}", response)
                yield response.iter_bytes()
        except httpx.TransportError as error:
            raise RegistryUnreachableError(self.address, str(error)) from error

    def rest(self, attempt: int) -> None:
        """Waits before another try, longer each time."""
        time.sleep(self._pause * 2**attempt)

    def _persist(
        self,
        method: str,
        path: str,
        headers: Mapping[str, str] | None,
        params: Mapping[str, str] | None,
        content: bytes | None,
    ) -> httpx.Response:
        cause = "no answer"
        for attempt in range(_TRIES):
            try:
                response = self._client.request(
                    method, path, headers=headers, params=params, content=content
                )
            except httpx.TransportError as error:
                cause = str(error)
            else:
                if response.status_code not in PASSING or attempt == _TRIES - 1:
                    return response
            if attempt < _TRIES - 1:
                self.rest(attempt)
        raise RegistryUnreachableError(self.address, cause)
