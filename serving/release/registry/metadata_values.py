"""Tags in the metadata of a SageMaker model package, whose values are short and plain.

Source: AWS, SageMaker API reference, CreateModelPackage: keys have at most 128 and values at most
256 characters, all of letters, digits, spaces and ``_.:/=+-@``; a package has at most 50.
"""

import base64
import re
import zlib
from collections.abc import Mapping

from slipway.serving.release.errors import ReleaseError

LIMIT = 256
ENTRIES = 50
_PLAIN = re.compile(r"[A-Za-z0-9 _.:/=+\-@]{1,256}")
_PACKED = "packed:"
_PART = "/part-"


class TooLongForMetadataError(ReleaseError):
    """Tags that a model package has no room for."""

    def __init__(self, package: str, entries: int) -> None:
        super().__init__(
            f"metadata of {package}",
            got=f"{entries} entries",
            expected=f"at most {ENTRIES}",
            remedy="Remove tags that nobody needs.",
        )


def packed(key: str, value: str) -> dict[str, str]:
    """The entries that hold a tag: one, or as many as its compressed value needs."""
    if _PLAIN.fullmatch(value) and not value.startswith(_PACKED):
        return {key: value}
    text = _PACKED + base64.b64encode(zlib.compress(value.encode(), 9)).decode()
    parts = [text[start : start + LIMIT] for start in range(0, len(text), LIMIT)]
    return {_name(key, number): part for number, part in enumerate(parts)}


def unpacked(entries: Mapping[str, str]) -> dict[str, str]:
    """The tags that entries hold."""
    return {key: _value(key, value, entries) for key, value in entries.items() if _PART not in key}


def entries_of(key: str, entries: Mapping[str, str]) -> set[str]:
    """The names of a tag's entries among all."""
    return {name for name in entries if name == key or name.startswith(key + _PART)}


def _value(key: str, value: str, entries: Mapping[str, str]) -> str:
    if not value.startswith(_PACKED):
        return value
    count = len(entries_of(key, entries))
    text = "".join(entries[_name(key, number)] for number in range(count))
    return zlib.decompress(base64.b64decode(text.removeprefix(_PACKED))).decode()


def _name(key: str, number: int) -> str:
    return key if number == 0 else f"{key}{_PART}{number}"
