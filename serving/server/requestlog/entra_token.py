"""A token of Entra for the cluster's token that AKS puts into a pod.

Sources: Microsoft, "Microsoft identity platform and the OAuth 2.0 client credentials flow"
(third case: access token request with a federated credential); Azure Workload Identity,
"Mutating admission webhook" for the variables.
"""

from __future__ import annotations

import json
import os
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from slipway.serving.server.requestlog.sink_error import SinkError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SCOPE = "https://storage.azure.com/.default"
_AUTHORITY = "AZURE_AUTHORITY_HOST"
_CLIENT = "AZURE_CLIENT_ID"
_TENANT = "AZURE_TENANT_ID"
_FILE = "AZURE_FEDERATED_TOKEN_FILE"
_ASSERTION = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
_EARLY = 300.0
"""Seconds before its end at which a token is replaced."""
_SECONDS = 5


class EntraToken:
    """Asked for once in its life; used from one thread only."""

    def __init__(
        self,
        environment: Mapping[str, str] = os.environ,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._environment = environment
        self._clock = clock
        self._token = ""
        self._until = 0.0

    def get(self) -> str:
        """A token that is good for the next request.

        Raises:
            SinkError: The pod has no identity, or Entra gives it no token.
        """
        if not self._token or self._clock() >= self._until:
            answer = self._ask()
            self._token = answer["access_token"]
            self._until = self._clock() + float(answer.get("expires_in", 0)) - _EARLY
        return self._token

    def forget(self) -> None:
        """Has the next request get a new one: this one was refused."""
        self._token = ""

    def _ask(self) -> dict[str, str]:
        missing = [name for name in (_CLIENT, _TENANT, _FILE) if not self._environment.get(name)]
        if missing:
            raise SinkError(
                f"Azure identity: got no {', '.join(missing)}; expected the variables that"
                " AKS' webhook sets. Label the pod azure.workload.identity/use."
            )
        authority = self._environment.get(_AUTHORITY) or "https://login.microsoftonline.com/"
        address = f"{authority.rstrip('/')}/{self._environment[_TENANT]}/oauth2/v2.0/token"
        try:
            request = urllib.request.Request(address, self._form())  # noqa: S310 - the webhook's
            with urllib.request.urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310 - as above
                document: dict[str, str] = json.load(answer)
        except urllib.error.HTTPError as fault:
            with fault:
                said = _said(fault.read())
            raise SinkError(f"Azure identity: status {fault.code}, {said}") from fault
        except (OSError, ValueError) as fault:
            raise SinkError(f"Azure identity: {type(fault).__name__}: {fault}") from fault
        if not document.get("access_token"):
            raise SinkError("Azure identity: got an answer without an access_token.")
        return document

    def _form(self) -> bytes:
        # Read anew each time: the kubelet replaces it every hour.
        assertion = Path(self._environment[_FILE]).read_text(encoding="utf-8").strip()
        fields = {
            "grant_type": "client_credentials",
            "client_id": self._environment[_CLIENT],
            "client_assertion_type": _ASSERTION,
            "client_assertion": assertion,
            "scope": SCOPE,
        }
        return urlencode(fields).encode()


def _said(body: bytes) -> str:
    """Entra's first line; what follows it are ids of its own logs."""
    try:
        text = str(json.loads(body)["error_description"])
    except (ValueError, KeyError, TypeError):
        return "no reason given"
    return text.splitlines()[0] if text else "no reason given"
