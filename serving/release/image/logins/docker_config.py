"""The login that `docker login`, `az acr login` and the like left on this machine.

Format: https://docs.docker.com/reference/cli/docker/login/ and the protocol of credential helpers,
https://github.com/docker/docker-credential-helpers.
"""

import base64
import binascii
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from slipway.serving.release.document import Document
from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.source import TOKEN_USER, LoginError

_HELPER_TOKEN = "<token>"  # noqa: S105 -- what a helper calls the user of a token
_SECONDS = 30


@dataclass(frozen=True)
class DockerConfigLogin:
    """A Docker config file; it may name a program that keeps the passwords."""

    path: Path

    @classmethod
    def usual(cls, environment: Mapping[str, str]) -> "DockerConfigLogin":
        """The file that Docker itself would read."""
        folder = environment.get("DOCKER_CONFIG")
        return cls((Path(folder) if folder else Path.home() / ".docker") / "config.json")

    def login(self, registry: str) -> RegistryLogin | None:
        """The login of a registry, from its helper, the general one or the file.

        Raises:
            LoginError: The file or the helper's answer can't be read.
        """
        if not self.path.is_file():
            return None
        config = Document.parse(str(self.path), self.path.read_bytes())
        own = config.optional_part("credHelpers").values.get(registry)
        general = config.values.get("credsStore")
        if isinstance(own, str) and own:
            return _from_helper(own, registry)
        # A general helper that is gone must not keep anybody from a registry without a login.
        if isinstance(general, str) and shutil.which(_program(general)):
            found = _from_helper(general, registry)
            if found is not None:
                return found
        logins = config.optional_part("auths")
        for name in (registry, f"https://{registry}", f"https://{registry}/v2/"):
            if name in logins.values:
                return _from_entry(registry, logins.part(name))
        return None


def _from_entry(registry: str, entry: Document) -> RegistryLogin | None:
    username, password = _pair(registry, str(entry.values.get("auth") or ""))
    token = entry.values.get("identitytoken")
    if isinstance(token, str) and token:
        return RegistryLogin(username=username or TOKEN_USER, password=token)
    if not username:
        return None  # an empty entry says that a helper has it
    return RegistryLogin(username=username, password=password)


def _pair(registry: str, auth: str) -> tuple[str, str]:
    try:
        username, _, password = base64.b64decode(auth, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise LoginError(
            registry, got="a Docker config with a broken entry", remedy="Log in again."
        ) from error
    return username, password.rstrip("\0")


def _from_helper(helper: str, registry: str) -> RegistryLogin | None:
    """What a credential helper answers; one that knows no login of the registry says so."""
    program = _program(helper)
    try:
        done = subprocess.run(
            [program, "get"],
            input=registry,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS,
        )
    except FileNotFoundError:
        raise LoginError(
            registry, got=f"no {program}", remedy="Install it, or take it out of the Docker config."
        ) from None
    except subprocess.TimeoutExpired:
        raise LoginError(
            registry, got=f"no answer of {program}", remedy="See whether it waits for you."
        ) from None
    if done.returncode != 0:
        return None
    answer = Document.parse(f"answer of {program}", done.stdout)
    username = answer.text("Username")
    if username == _HELPER_TOKEN:
        username = TOKEN_USER
    return RegistryLogin(username=username, password=answer.text("Secret"))


def _program(helper: str) -> str:
    return f"docker-credential-{helper}"
