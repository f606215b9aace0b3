"""Released artefacts over HTTP: whole, with the right checksum, or not at all."""

import hashlib
import http.client
import os
import re
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from bootstrap.console import Progress
from bootstrap.tools.internet import Internet
from bootstrap.tools.model import Download

READ_SECONDS = 60.0
CHUNK = 1 << 18
MEGABYTE = 1_000_000
SUMS_LIMIT = 1 << 20
_SHA256 = re.compile(r"\b[0-9a-fA-F]{64}\b")


class DownloadFailed(Exception):  # noqa: N818 - one way of several; the next one is tried
    """An artefact that didn't arrive as it should."""


@dataclass(frozen=True, kw_only=True)
class Artefact:
    """Where an artefact is and what it must be."""

    url: str
    sha256: str


def artefact_for(download: Download, architecture: str, internet: Internet) -> Artefact:
    """The address and the checksum for a processor; without a checksum there is no download."""
    spelled = download.arch_names.get(architecture, architecture)
    url = download.url.format(arch=spelled)
    known = download.sha256.get(architecture)
    if known:
        return Artefact(url=url, sha256=known)
    if not download.published_sums:
        raise DownloadFailed(f"no checksum is known for {architecture}")
    sums_url = download.published_sums.format(arch=spelled)
    internet.check(sums_url)
    try:
        with _open(sums_url) as answer:
            text = answer.read(SUMS_LIMIT).decode("ascii", errors="replace")
    except (OSError, http.client.HTTPException) as error:
        raise DownloadFailed(f"no checksum from {sums_url} ({error})") from error
    return Artefact(url=url, sha256=_pick(text, url.rsplit("/", 1)[1], sums_url))


def _pick(text: str, name: str, place: str) -> str:
    """The checksum of one file from a list, or the only one of a file that holds just that."""
    lines = [line.split() for line in text.splitlines() if _SHA256.search(line)]
    for words in lines:
        if len(words) > 1 and words[-1].lstrip("*./") == name:
            return words[0].lower()
    if len(lines) == 1 and len(lines[0]) == 1:
        return lines[0][0].lower()
    raise DownloadFailed(f"{place} holds no checksum of {name}")


def fetch(artefact: Artefact, target: Path, internet: Internet, progress: Progress) -> None:
    """Write an artefact to a file that appears only when it is complete and right."""
    internet.check(artefact.url)
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    try:
        digest = _stream_twice(artefact.url, part, progress)
        if digest != artefact.sha256:
            raise DownloadFailed(
                f"{artefact.url}: got checksum {digest}; expected {artefact.sha256}"
            )
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def _stream_twice(url: str, part: Path, progress: Progress) -> str:
    """Copy an answer to a file, once more if the line breaks; a refusal is final."""
    try:
        return _stream(url, part, progress)
    except urllib.error.HTTPError as error:
        raise DownloadFailed(f"{url}: {error}") from error
    except (OSError, http.client.HTTPException) as error:
        progress.say(f"download broke off ({error}), once more")
    try:
        return _stream(url, part, progress)
    except (OSError, http.client.HTTPException) as error:
        raise DownloadFailed(f"{url}: {error}") from error


def _stream(url: str, part: Path, progress: Progress) -> str:
    """Copy an answer to a file and return its SHA-256."""
    digest = hashlib.sha256()
    with _open(url) as answer, part.open("wb") as out:
        length = answer.headers.get("Content-Length")
        total = int(length) if length and length.isdigit() else None
        done = 0
        while chunk := answer.read(CHUNK):
            out.write(chunk)
            digest.update(chunk)
            done += len(chunk)
            of = f" of {total / MEGABYTE:.0f}" if total else ""
            progress.tick(f"{done / MEGABYTE:.0f}{of} MB")
        # `read` with a size returns what there is when the server hangs up: no error by itself.
        if total is not None and done != total:
            raise http.client.IncompleteRead(b"", total - done)
        out.flush()
        os.fsync(out.fileno())
    return digest.hexdigest()


def _open(url: str) -> http.client.HTTPResponse:
    """An answer over HTTP; the scheme is checked, as urllib would open local files, too."""
    if not url.startswith(("https://", "http://")):
        raise DownloadFailed(f"{url}: expected an http or https address")
    answer = urllib.request.urlopen(url, timeout=READ_SECONDS)  # noqa: S310 - checked above
    if not isinstance(answer, http.client.HTTPResponse):
        raise DownloadFailed(f"{url}: not an answer over HTTP")
    return answer
