"""Passwords in AWS Secrets Manager, as RDS keeps its master password there."""

import json
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from .errors import MalformedSecretError
from .source import Target

KEPT_SECONDS = 60.0


class SecretsClient(Protocol):
    """The one call that is needed of boto3's client."""

    # The names are AWS's own.
    def get_secret_value(self, *, SecretId: str, VersionStage: str) -> Mapping[str, object]:  # noqa: N803
        """One version of a secret; raises botocore's ClientError when there is none."""


class SecretsManagerSecret:
    """A copy serves for a minute; a refused login makes it fetch the secret again.

    A rotation sets the new password in the database first and marks it current afterwards. In
    between only the version with the stage AWSPENDING is right, so that one is tried as well.
    """

    def __init__(
        self,
        secret: str,
        client: SecretsClient,
        *,
        absent: type[Exception],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._secret, self._client, self._absent, self._clock = secret, client, absent, clock
        self._lock = threading.Lock()
        self._copy: tuple[float, str] | None = None

    def passwords(self, target: Target, *, fresh: bool) -> Sequence[str]:
        """The current version's; when that was refused, a pending version's too."""
        del target
        current = self._current(fresh=fresh)
        if not fresh:
            return [current]
        pending = self._pending()
        return [current] if pending in {None, current} else [current, str(pending)]

    def _current(self, *, fresh: bool) -> str:
        with self._lock:
            now = self._clock()
            if not fresh and self._copy is not None and now - self._copy[0] < KEPT_SECONDS:
                return self._copy[1]
            password = self._fetch("AWSCURRENT")
            self._copy = (now, password)
            return password

    def _pending(self) -> str | None:
        """None outside of a rotation, and without the right to see other versions."""
        try:
            return self._fetch("AWSPENDING")
        except (self._absent, MalformedSecretError):
            return None

    def _fetch(self, stage: str) -> str:
        answer = self._client.get_secret_value(SecretId=self._secret, VersionStage=stage)
        try:
            document = json.loads(str(answer.get("SecretString")))
        except ValueError:
            # The decoder's message would quote the secret, so it isn't chained.
            raise MalformedSecretError(self._secret, None) from None
        if not isinstance(document, dict):
            raise MalformedSecretError(self._secret, None)
        password = document.get("password")
        if not isinstance(password, str):
            raise MalformedSecretError(self._secret, document)
        return password
