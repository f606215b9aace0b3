"""A YAML file that keeps its comments, its quotes and its layout when one value changes."""

import io
import re
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

from slipway.stacks.releases.errors import StackFileShapeError

_NEVER_WRAP = 1 << 16
_ITEM = re.compile(r"^(?P<above> *)\S[^\n]*:[ ]*\n(?:\s*#[^\n]*\n)*(?P<item> *)- ", re.MULTILINE)


def parse(text: str) -> object:
    """The document with everything that its text says beside the values."""
    document: object = _yaml(text).load(text)
    return document


def load(path: Path, content: bytes) -> CommentedMap:
    """The mapping in a file's content.

    Raises:
        StackFileShapeError: It holds something else.
    """
    document = parse(content.decode())
    if not isinstance(document, CommentedMap):
        raise StackFileShapeError(path, "document", document)
    return document


def part(path: Path, parent: CommentedMap, key: str) -> CommentedMap | None:
    """The mapping under a key, if the key is there.

    Raises:
        StackFileShapeError: The key holds something else.
    """
    value = parent.get(key)
    if value is not None and not isinstance(value, CommentedMap):
        raise StackFileShapeError(path, key, value)
    return value


def ensured(path: Path, parent: CommentedMap, key: str) -> CommentedMap:
    """The mapping under a key, an empty one if there was none."""
    found = part(path, parent, key)
    if found is None:
        found = parent[key] = CommentedMap()
    return found


def render(document: CommentedMap, like: str) -> str:
    """The text of a document, laid out like the text that it came from."""
    target = io.StringIO()
    _yaml(like).dump(document, target)
    return target.getvalue()


def _yaml(text: str) -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = _NEVER_WRAP
    yaml.explicit_start = bool(re.search(r"^---\s*$", text, re.MULTILINE))
    nested = re.search(r"^(?P<above> *)\S[^\n]*:[ ]*\n(?P<below> +)[^\s#-]", text, re.MULTILINE)
    step = len(nested["below"]) - len(nested["above"]) if nested else 2
    item = _ITEM.search(text)
    dash = len(item["item"]) - len(item["above"]) if item else 0
    yaml.indent(mapping=step, sequence=dash + 2, offset=dash)
    return yaml
