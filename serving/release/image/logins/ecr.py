"""Logins of Amazon ECR: a password of twelve hours, given to whoever has AWS credentials."""

import base64
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, cast

from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.source import LoginError

_HOST = re.compile(r"\d{12}\.dkr[.-]ecr(?:-fips)?\.(?P<region>[a-z0-9-]+)\.[a-z0-9.]+")


class EcrClient(Protocol):
    """The one call of boto3's `ecr` client that is needed."""

    def get_authorization_token(self) -> Mapping[str, object]:
        """`authorizationData`: a list of one, with `authorizationToken` (base64 of user:password).

        Source: AWS, ECR API reference, GetAuthorizationToken.
        """
        ...


def boto3_client(region: str) -> EcrClient:
    """A client with the credentials that boto3 finds on this machine."""
    # Imported here: only who uses ECR needs it.
    import boto3  # noqa: PLC0415

    return cast("EcrClient", boto3.client("ecr", region_name=region))


@dataclass(frozen=True)
class EcrLogin:
    """Knows every registry of ECR; the account behind the credentials decides what it may do."""

    client: Callable[[str], EcrClient] = field(default=boto3_client)
    """Makes a client for a region."""

    def login(self, registry: str) -> RegistryLogin | None:
        """A fresh password for a registry of ECR; None for any other.

        Raises:
            LoginError: AWS gives none, e.g. because there are no credentials.
        """
        found = _HOST.fullmatch(registry)
        if found is None:
            return None
        try:
            answer = self.client(found["region"]).get_authorization_token()
            token = _token(answer)
        # boto3's errors share no base with an import that who doesn't use AWS could do.
        except Exception as error:
            raise LoginError(
                registry,
                got=f"{type(error).__name__}: {error}",
                remedy="Log in to AWS (`aws sso login`); ecr:GetAuthorizationToken is needed.",
            ) from error
        username, _, password = base64.b64decode(token).decode().partition(":")
        return RegistryLogin(username=username, password=password)


def _token(answer: Mapping[str, object]) -> str:
    data = cast("Sequence[Mapping[str, str]]", answer["authorizationData"])
    return data[0]["authorizationToken"]
