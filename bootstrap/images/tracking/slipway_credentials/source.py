"""What a source of passwords promises, and how a server's refusal is told from other errors."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

_REFUSAL = re.compile(
    # PostgreSQL and RDS (PAM); Microsoft's servers for a token that is too old or not theirs.
    r"authentication failed|access token .*(expired|not valid|invalid)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True, kw_only=True)
class Target:
    """The server and the user that a connection is for."""

    host: str
    port: int
    user: str


class PasswordSource(Protocol):
    """Where passwords come from."""

    def passwords(self, target: Target, *, fresh: bool) -> Sequence[str]:
        """The passwords to try, most likely first; never none.

        Args:
            target: What the connection is for.
            fresh: The server refused all that was known: ask the source itself, use no copy.

        Raises:
            CredentialsError: There is no password to be had.
        """


def is_refusal(error: Exception) -> bool:
    """Whether the server turned the password down; a lost network or a full server is none."""
    return bool(_REFUSAL.search(str(error)))
