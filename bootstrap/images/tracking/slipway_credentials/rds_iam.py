"""Tokens for RDS with IAM authentication: no password exists anywhere."""

from collections.abc import Sequence
from typing import Protocol

from .source import Target


class TokenClient(Protocol):
    """The one call that is needed of boto3's client."""

    # The names are AWS's own.
    def generate_db_auth_token(
        self,
        DBHostname: str,  # noqa: N803
        Port: int,  # noqa: N803
        DBUsername: str,  # noqa: N803
        Region: str | None = None,  # noqa: N803
    ) -> str:
        """A signed token of fifteen minutes, made without asking anybody."""


class RdsToken:
    """A token per connection: signing one takes less than a millisecond."""

    def __init__(self, client: TokenClient, region: str) -> None:
        self._client, self._region = client, region

    def passwords(self, target: Target, *, fresh: bool) -> Sequence[str]:
        """A new token for exactly this server and user."""
        del fresh
        return [
            self._client.generate_db_auth_token(
                DBHostname=target.host,
                Port=target.port,
                DBUsername=target.user,
                Region=self._region,
            )
        ]
