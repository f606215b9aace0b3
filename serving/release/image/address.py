"""Where a registry is, and under which prefix the platform's images lie in it."""

import re
from dataclasses import dataclass
from typing import Self

from typing_extensions import override

from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.image.repository import Repository

_FORM = re.compile(
    r"(?P<host>[a-z0-9.-]+(?::[0-9]+)?)(?:/(?P<prefix>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*))?/?"
)
FAMILY = "slipway"
"""The part of the name that all images of the platform share: `slipway/tracking`, ..."""


class RegistryAddressError(ReleaseError):
    """A text that names no registry."""

    def __init__(self, text: str) -> None:
        super().__init__(
            "registry",
            got=repr(text),
            expected="<host>[:<port>][/<prefix>] in lower case, without https://",
            remedy="Copy it from the registry's page or from `slipway status`.",
        )


@dataclass(frozen=True, kw_only=True)
class RegistryAddress:
    """A registry's host, and what stands before every repository of ours in it."""

    host: str
    prefix: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The parts of an address.

        Raises:
            RegistryAddressError: It isn't one.
        """
        found = _FORM.fullmatch(text)
        if found is None:
            raise RegistryAddressError(text)
        return cls(host=found["host"], prefix=found["prefix"] or "")

    def repository(self, registry: ImageRegistry, name: str) -> Repository:
        """Where an image of the platform lies in this registry."""
        parts = (self.prefix, FAMILY, name)
        return Repository(registry=registry, name="/".join(part for part in parts if part))

    @override
    def __str__(self) -> str:
        return f"{self.host}/{self.prefix}" if self.prefix else self.host
