"""The name of an image: registry, repository and digest or tag."""

import re
from dataclasses import dataclass
from typing import Self

from typing_extensions import override

from slipway.serving.release.errors import ReleaseError

_FORM = re.compile(
    r"(?P<registry>[a-z0-9.-]+(?::[0-9]+)?)/(?P<repository>[a-z0-9]+(?:[._/-]+[a-z0-9]+)*)"
    r"(?::(?P<tag>[A-Za-z0-9_][A-Za-z0-9._-]{0,127}))?(?:@(?P<digest>sha256:[0-9a-f]{64}))?"
)


class ImageReferenceError(ReleaseError):
    """A text that names no image."""

    def __init__(self, text: str) -> None:
        super().__init__(
            "image",
            got=repr(text),
            expected="<registry>/<repository>@sha256:<64 hexadecimal digits> or a tag",
            remedy="Copy the reference from `slipway model list`.",
        )


@dataclass(frozen=True, kw_only=True)
class ImageReference:
    """An image in a registry; by digest it names the same bytes for ever."""

    registry: str
    repository: str
    digest: str | None = None
    tag: str | None = None

    @classmethod
    def parse(cls, text: str) -> Self:
        """The parts of a reference.

        Raises:
            ImageReferenceError: A part is missing or malformed.
        """
        found = _FORM.fullmatch(text)
        if found is None or (found["digest"] is None and found["tag"] is None):
            raise ImageReferenceError(text)
        return cls(
            registry=found["registry"],
            repository=found["repository"],
            digest=found["digest"],
            tag=found["tag"],
        )

    @property
    def selector(self) -> str:
        """What the registry's API calls the reference: the digest if there is one, else the tag."""
        return self.digest or self.tag or "latest"

    @override
    def __str__(self) -> str:
        end = f"@{self.digest}" if self.digest else f":{self.selector}"
        return f"{self.registry}/{self.repository}{end}"
