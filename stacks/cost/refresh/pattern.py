"""Names in the tables of queries: a SKU's pattern, and texts that its parts are put into."""

import re
from collections.abc import Mapping

_REGEX = "~"
"""Before a text that is a regular expression: the API can't be asked for it, its rows are."""


def parts_of(pattern: str, sku: str) -> Mapping[str, str] | None:
    """The named parts of a SKU; None where the pattern is for others."""
    found = re.fullmatch(pattern, sku)
    return None if found is None else {name: part or "" for name, part in found.groupdict().items()}


def filled(text: str, parts: Mapping[str, str]) -> str:
    """A text with the parts in it; only names of parts are replaced, other braces stay."""
    escape = is_regex(text)
    for name, part in parts.items():
        text = text.replace(f"{{{name}}}", re.escape(part) if escape else part)
    return text


def is_regex(text: str) -> bool:
    """Whether it has to be looked for in what comes back."""
    return text.startswith(_REGEX)


def matches(wanted: str, value: str) -> bool:
    """Whether a value is the one that is wanted, whatever its case."""
    if is_regex(wanted):
        return re.fullmatch(wanted.removeprefix(_REGEX), value, re.IGNORECASE) is not None
    return wanted.casefold() == value.casefold()
