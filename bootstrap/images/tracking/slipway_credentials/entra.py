"""Tokens of Microsoft Entra for Azure Database for PostgreSQL: no password exists anywhere."""

from collections.abc import Sequence
from typing import Protocol

from .source import Target

SCOPE = "https://ossrdbms-aad.database.windows.net/.default"


class Token(Protocol):
    """What Entra hands out."""

    @property
    def token(self) -> str:
        """The token itself."""


class TokenCredential(Protocol):
    """The one call that is needed of azure-identity's credentials."""

    def get_token(self, *scopes: str) -> Token:
        """A token; the library keeps one until shortly before it ends."""


class EntraToken:
    """The token of the workload's identity."""

    def __init__(self, credential: TokenCredential) -> None:
        self._credential = credential

    def passwords(self, target: Target, *, fresh: bool) -> Sequence[str]:
        """The token that the library has at hand or fetches."""
        del target, fresh
        return [self._credential.get_token(SCOPE).token]
