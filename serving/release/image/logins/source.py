"""What a source of registry logins must do; another cloud's registry is one more of these."""

from typing import Protocol

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.auth import RegistryLogin

TOKEN_USER = "00000000-0000-0000-0000-000000000000"  # noqa: S105 -- a user's name
"""The user that Azure's registries know beside a token in place of a password."""


class LoginSource(Protocol):
    """One place that may know the login of a registry."""

    def login(self, registry: str) -> RegistryLogin | None:
        """The login of a registry (host and port), or None where this source knows none.

        Raises:
            LoginError: The source is the right one and fails.
        """
        ...


class LoginError(ReleaseError):
    """A source that should know a login and can't give it."""

    def __init__(self, registry: str, *, got: str, remedy: str) -> None:
        super().__init__(
            f"login to registry {registry}", got=got, expected="a login", remedy=remedy
        )
