"""Pulumi's names of AWS types and properties, as Terraform has them.

Most follow from a rule; the rest is data in ``terraform_names.json``. What neither covers is
refused: a scanner would pass over a wrong name without a word.
"""

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from slipway.stacks.export.errors import UnlistedBlockError, UnlistedTypeError

TABLE = Path(__file__).with_name("terraform_names.json")


@dataclass(frozen=True, kw_only=True)
class _Names:
    modules: dict[str, str]
    types: dict[str, str]
    maps: frozenset[str]
    block_lists: dict[str, str]


def terraform_type(kind: str) -> str:
    """The Terraform type of a Pulumi token, e.g. ``aws_db_instance``.

    Raises:
        UnlistedTypeError: The table knows neither the type nor its module.
    """
    names = _names()
    if (exception := names.types.get(kind)) is not None:
        return exception
    _, path, _ = kind.split(":")
    module, resource = path.split("/")
    if module not in names.modules:
        raise UnlistedTypeError(kind, TABLE.name)
    return "_".join(part for part in ("aws", names.modules[module], snake_case(resource)) if part)


def block_list(kind: str, name: str) -> str:
    """The Terraform name of a property that is a list of blocks.

    Raises:
        UnlistedBlockError: The table doesn't know it.
    """
    found = _names().block_lists.get(name)
    if found is None:
        raise UnlistedBlockError(kind, name, TABLE.name)
    return found


def is_map(name: str) -> bool:
    """Whether the keys below a property are the user's own, and stay as they are."""
    return name in _names().maps


def snake_case(name: str) -> str:
    """``kmsKeyId`` as ``kms_key_id``."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@cache
def _names() -> _Names:
    table = json.loads(TABLE.read_text(encoding="utf-8"))
    return _Names(
        modules=table["modules"],
        types=table["types"],
        maps=frozenset(table["maps"]),
        block_lists=table["blockLists"],
    )
