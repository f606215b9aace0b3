"""What create, diff and update of an image check do.

The registry is asked by a program of its own: components import nothing of `serving`, whose HTTP
client a program that only plans needn't have.
"""

import json
import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from pulumi.dynamic import DiffResult

PROGRAM = "slipway.serving.release.image.presence"
_SECONDS = 300
_COMPARED = ("registry", "images")


class ImagesMissingError(Exception):
    """Images that the registry doesn't have."""

    def __init__(self, registry: str, missing: Mapping[str, str], command: str) -> None:
        names = "\n".join(f"  {name} ({digest})" for name, digest in missing.items())
        super().__init__(
            f"registry {registry}: got no\n{names}\nexpected every image of the platform before "
            f"a workload is made. Run `{command}`, then `up` again."
        )


class RegistryNotAskedError(Exception):
    """A registry that can't be asked; the words are those of the program that tried."""

    def __init__(self, registry: str, words: str) -> None:
        super().__init__(words or f"registry {registry}: got no answer; expected one.")


class RegistrySilentError(RegistryNotAskedError):
    """A registry that never answers, nor refuses."""

    def __init__(self, registry: str) -> None:
        super().__init__(
            registry,
            f"registry {registry}: got no answer within {_SECONDS} s; expected one. "
            "See whether it can be reached from here.",
        )


def require(props: dict[str, Any]) -> dict[str, Any]:
    """The resource's outputs, if every image is there.

    Raises:
        ImagesMissingError: Some are missing; all of them are named.
        RegistryNotAskedError: The registry gives no answer, or no login to it is known.
    """
    try:
        missing = _missing(props)
    except RegistryNotAskedError as error:
        raise _plain(error) from None
    if missing:
        raise _plain(ImagesMissingError(str(props["registry"]), missing, str(props["command"])))
    return _kept(props)


def diff(old: dict[str, Any], new: dict[str, Any]) -> DiffResult:
    """Other images, or images that are gone since; a registry out of reach is left to `up`."""
    if any(old.get(key) != new.get(key) for key in _COMPARED):
        return DiffResult(changes=True)
    try:
        return DiffResult(changes=bool(_missing(new)))
    except RegistryNotAskedError as error:
        sys.stderr.write(f"images not looked for: {error}\n")
        return DiffResult(changes=False)


def _missing(props: dict[str, Any]) -> dict[str, str]:
    """The missing images with their digests."""
    digests = {str(name): str(digest) for name, digest in props["images"].items()}
    question = {"registry": props["registry"], "images": digests}
    try:
        done = subprocess.run(
            [sys.executable, "-m", PROGRAM],
            input=json.dumps(question),
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise RegistrySilentError(str(props["registry"])) from None
    if done.returncode != 0:
        said = done.stderr.strip().splitlines()
        raise RegistryNotAskedError(str(props["registry"]), said[-1] if said else "")
    return {name: digests[name] for name in json.loads(done.stdout)["missing"]}


def _kept(props: dict[str, Any]) -> dict[str, Any]:
    return {key: props[key] for key in (*_COMPARED, "references", "command")}


def _plain(error: Exception) -> Exception:
    """The SDK formats every exception with its traceback; this is the only handle it leaves."""
    sys.tracebacklimit = 0
    return error
