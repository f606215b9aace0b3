"""The upload of one blob, in pieces, which goes on where it broke off."""

import httpx

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.blob import Blob
from slipway.serving.release.image.registry import (
    PASSING,
    ImageRegistry,
    RegistryAnswerError,
    RegistryUnreachableError,
)

_PIECE = 16 << 20
_TRIES = 5
_SESSION_LOST = 404


class DigestMismatchError(ReleaseError):
    """A registry that stored other bytes than it was sent."""

    def __init__(self, what: str, *, sent: str, stored: str) -> None:
        super().__init__(
            f"registry, {what}",
            got=stored,
            expected=sent,
            remedy="Something between here and the registry changes content; push again.",
        )


class BlobUpload:
    """One upload session of a repository."""

    def __init__(self, registry: ImageRegistry, repository: str, *, piece: int = _PIECE) -> None:
        self._registry = registry
        self._repository = repository
        self._piece = piece
        self._location = ""
        self._offset = 0

    def send(self, blob: Blob) -> None:
        """Sends a blob and checks what the registry stored.

        Raises:
            DigestMismatchError: The registry names another digest.
            RegistryUnreachableError: The connection broke again and again.
        """
        self._open()
        failures = 0
        while True:
            try:
                if self._offset == blob.descriptor.size:
                    return self._close(blob)
                self._send_piece(blob)
                failures = 0
            except (httpx.TransportError, RegistryAnswerError) as error:
                if isinstance(error, RegistryAnswerError) and error.status not in PASSING:
                    raise
                failures += 1
                if failures == _TRIES:
                    raise RegistryUnreachableError(self._registry.address, str(error)) from error
                self._registry.rest(failures - 1)
                self._resume()

    def _open(self) -> None:
        path = f"{self._repository}/blobs/uploads/"
        response = self._registry.ask("POST", path, good=[202], content=b"")
        self._location = _location(response)
        self._offset = 0

    def _send_piece(self, blob: Blob) -> None:
        with blob.path.open("rb") as source:
            source.seek(self._offset)
            piece = source.read(self._piece)
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Range": f"{self._offset}-{self._offset + len(piece) - 1}",
        }
        response = self._registry.ask_once("PATCH", self._location, headers=headers, content=piece)
        if response.status_code != httpx.codes.ACCEPTED:
            raise RegistryAnswerError(f"PATCH of {blob.descriptor.digest}", response)
        self._location = _location(response)
        self._offset += len(piece)

    def _resume(self) -> None:
        """Asks how much has arrived; a session that the registry forgot is opened anew."""
        response = self._registry.ask("GET", self._location, good=[204, _SESSION_LOST])
        if response.status_code == _SESSION_LOST:
            return self._open()
        last = int(response.headers.get("Range", "0-0").rpartition("-")[2])
        if last == 0:  # nothing or a single byte: the answer doesn't tell them apart
            return self._open()
        self._location = _location(response)
        self._offset = last + 1
        return None

    def _close(self, blob: Blob) -> None:
        digest = blob.descriptor.digest
        address = httpx.URL(self._location)
        address = address.copy_merge_params({"digest": digest})
        response = self._registry.ask_once("PUT", str(address), headers={}, content=b"")
        if response.status_code != httpx.codes.CREATED:
            raise RegistryAnswerError(f"PUT of {digest}", response)
        stored = response.headers.get("Docker-Content-Digest", digest)
        if stored != digest:
            raise DigestMismatchError("blob", sent=digest, stored=stored)


def _location(response: httpx.Response) -> str:
    """Where the session goes on; relative in some registries."""
    return str(response.request.url.join(response.headers["Location"]))
