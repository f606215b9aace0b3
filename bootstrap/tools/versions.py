"""Version numbers of programs and the ranges that fit."""

import re
from dataclasses import dataclass

_NUMBER = re.compile(r"(\d+)\.(\d+)(?:\.(\d+))?")


@dataclass(frozen=True, order=True)
class Version:
    """Major, minor and patch; whatever follows them is ignored."""

    major: int
    minor: int
    patch: int = 0

    @property
    def text(self) -> str:
        """The number as people write it."""
        return f"{self.major}.{self.minor}.{self.patch}"


def find_version(text: str) -> Version | None:
    """The first version number in a text, such as the output of `--version`."""
    found = _NUMBER.search(text)
    if not found:
        return None
    major, minor, patch = found.groups(default="0")
    return Version(int(major), int(minor), int(patch))


@dataclass(frozen=True)
class VersionRange:
    """From a version (included) up to another (excluded)."""

    minimum: Version
    below: Version

    def __contains__(self, version: Version) -> bool:
        return self.minimum <= version < self.below

    @property
    def text(self) -> str:
        """The range as people write it."""
        return f">={self.minimum.text}, <{self.below.text}"
