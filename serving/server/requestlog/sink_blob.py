"""Blobs of an Azure storage account, for an identity that may add them and read nothing.

The account is asked directly: pyarrow's file system lists a container before it writes into it,
which a model service isn't allowed to, and it shows readers an empty blob until the file is there.
"""

from __future__ import annotations

import os
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING, Self
from urllib.parse import quote

from slipway.serving.server.requestlog.entra_token import EntraToken
from slipway.serving.server.requestlog.sink_error import SinkError

if TYPE_CHECKING:
    from collections.abc import Mapping

ENDPOINT = "AZURE_STORAGE_BLOB_ENDPOINT"
"""Variable with another base address of the account's blobs, such as an emulator's."""

_FORM = re.compile(
    r"abfss://(?P<container>[a-z0-9](?:-?[a-z0-9])+)@(?P<account>[a-z0-9]{3,24})"
    r"\.dfs\.(?P<cloud>core\.[a-z.]+)(?:/(?P<prefix>.*))?"
)
_VERSION = "2023-11-03"
_SECONDS = 5


@dataclass(frozen=True, kw_only=True)
class BlobPlace:
    """A prefix in a container."""

    endpoint: str
    """Base address of the account's blobs."""
    container: str
    prefix: str

    @classmethod
    def parse(cls, url: str, environment: Mapping[str, str] = os.environ) -> Self | None:
        """The place of ``abfss://container@account.dfs.core.windows.net/prefix``, if it is one."""
        found = _FORM.fullmatch(url)
        if found is None:
            return None
        usual = f"https://{found['account']}.blob.{found['cloud']}"
        return cls(
            endpoint=environment.get(ENDPOINT) or usual,
            container=found["container"],
            prefix=(found["prefix"] or "").strip("/"),
        )

    def address(self, key: str) -> str:
        """The address of a blob."""
        name = f"{self.prefix}/{key}" if self.prefix else key
        return f"{self.endpoint}/{self.container}/{quote(name)}"


class BlobSink:
    """Blobs under a prefix of a container, each there whole or not at all."""

    def __init__(self, place: BlobPlace, token: EntraToken | None = None) -> None:
        self._place = place
        self._token = token or EntraToken()

    def put(self, key: str, body: bytes) -> None:
        """One request, after one for a token now and then; the writer retries later anyway."""
        address = self._place.address(key)
        headers = {
            "Authorization": f"Bearer {self._token.get()}",
            "Content-Type": "application/octet-stream",
            "x-ms-blob-type": "BlockBlob",
            "x-ms-version": _VERSION,
        }
        # The scheme is https, or what whoever deploys set for an emulator.
        request = urllib.request.Request(address, body, headers, method="PUT")  # noqa: S310
        try:
            with urllib.request.urlopen(request, timeout=_SECONDS):  # noqa: S310 - as above
                return
        except urllib.error.HTTPError as fault:
            with fault:
                if fault.code == HTTPStatus.UNAUTHORIZED:
                    self._token.forget()
                code = fault.headers.get("x-ms-error-code", fault.reason)
            raise SinkError(f"{address}: status {fault.code}, {code}") from fault
        except OSError as fault:
            raise SinkError(f"{address}: {fault}") from fault
