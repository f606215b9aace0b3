"""Logins of Azure Container Registry: an Entra token, exchanged for one of the registry.

Source: https://azure.github.io/acr/AAD-OAuth.html, "Calling POST /oauth2/exchange".
"""

from collections.abc import Callable
from dataclasses import dataclass, field

import httpx

from slipway.serving.release.document import Document
from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.source import TOKEN_USER, LoginError

_SUFFIXES = (".azurecr.io", ".azurecr.cn", ".azurecr.us")
SCOPE = "https://containerregistry.azure.net/.default"
_TIMEOUT = 30


def identity_token() -> str:
    """The token of whoever is logged in on this machine: CLI, workload or managed identity."""
    # Imported here: only who uses Azure needs it.
    from azure.identity import DefaultAzureCredential  # noqa: PLC0415

    return DefaultAzureCredential().get_token(SCOPE).token


@dataclass(frozen=True)
class AcrLogin:
    """Knows every registry of ACR; the roles of the Entra identity decide what it may do."""

    token: Callable[[], str] = field(default=identity_token, repr=False)
    """Gives an Entra access token for the registry."""
    transport: httpx.BaseTransport | None = None

    def login(self, registry: str) -> RegistryLogin | None:
        """The registry's refresh token as a login; None for a registry elsewhere.

        Raises:
            LoginError: There is no Entra token, or the registry refuses it.
        """
        if not registry.endswith(_SUFFIXES):
            return None
        form = {
            "grant_type": "access_token",
            "service": registry,
            "access_token": self._entra_token(registry),
        }
        try:
            with httpx.Client(transport=self.transport, timeout=_TIMEOUT) as client:
                answer = client.post(f"https://{registry}/oauth2/exchange", data=form)
        except httpx.TransportError as error:
            raise LoginError(
                registry, got=str(error), remedy="See whether the registry's name is right."
            ) from error
        if not answer.is_success:
            raise LoginError(
                registry,
                got=f"status {answer.status_code} for the exchange of the Entra token",
                remedy="Give the identity the role AcrPush or AcrPull on the registry.",
            )
        document = Document.parse(f"token of {registry}", answer.content)
        return RegistryLogin(username=TOKEN_USER, password=document.text("refresh_token"))

    def _entra_token(self, registry: str) -> str:
        try:
            return self.token()
        except ModuleNotFoundError:
            raise LoginError(
                registry,
                got="no azure-identity",
                remedy=f"Run `az acr login --name {registry.partition('.')[0]}`, or install it.",
            ) from None
        # azure-identity's errors share no base with an import that others could do.
        except Exception as error:
            raise LoginError(
                registry,
                got=f"{type(error).__name__}: {error}",
                remedy="Log in to Azure (`az login`).",
            ) from error
