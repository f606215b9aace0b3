"""YAML with the line of every value, and numbers as they are written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from slipway.stacks.cost.faults import CostInputError, InputFault


@dataclass(frozen=True, kw_only=True)
class Placed:
    """One value and its line: a text, a mapping or a sequence."""

    line: int
    text: str | None = None
    mapping: Mapping[str, "Placed"] = field(default_factory=dict)
    sequence: Sequence["Placed"] = ()


def read_yaml(path: Path) -> Placed:
    """The document of a file.

    Raises:
        CostInputError: It can't be read, or is no YAML.
    """
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise CostInputError([_unreadable(path, line, error.problem or "a fault")]) from error
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise CostInputError([_unreadable(path, 1, str(error))]) from error
    return Placed(line=1) if node is None else _placed(node)


def _unreadable(path: Path, line: int, value: str) -> InputFault:
    return InputFault(
        source=str(path), line=line, value=value, rule="YAML", remedy="Look at that line."
    )


def _placed(node: yaml.Node) -> Placed:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Placed(line=line, mapping=dict(_pairs(node)))
    if isinstance(node, yaml.SequenceNode):
        return Placed(line=line, sequence=[_placed(one) for one in node.value])
    return Placed(line=line, text=str(node.value))


def _pairs(node: yaml.MappingNode) -> Iterator[tuple[str, Placed]]:
    for key, value in node.value:
        yield str(key.value), _placed(value)
