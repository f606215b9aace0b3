"""The difference of two plans as text: what breaks first, details below."""

import json
from collections import Counter
from collections.abc import Sequence

from rich.markup import escape
from rich.tree import Tree

from slipway.stacks.cut import cut
from slipway.stacks.plan.diff.changes import Kind, PropertyChange, ResourceChange
from slipway.stacks.plan.graph import Json

_ORDER: tuple[Kind, ...] = ("replaced", "may-replace", "removed", "updated", "added")
_WORDS: dict[Kind, str] = {
    "replaced": "[red]replaced[/]",
    "may-replace": "[magenta]may be replaced[/]",
    "removed": "[red]removed[/]",
    "updated": "[yellow]updated[/]",
    "added": "[green]added[/]",
}


def difference(title: str, changes: Sequence[ResourceChange]) -> Tree:
    """Changes by kind, those that destroy something first; each property with both values."""
    numbers = Counter(change.kind for change in changes)
    told = ", ".join(f"{numbers[kind]} {_WORDS[kind]}" for kind in _ORDER if numbers[kind])
    root = Tree(f"{escape(title)}: {told or 'no difference'}")
    for change in sorted(changes, key=lambda one: (_ORDER.index(one.kind), one.urn)):
        branch = root.add(f"{_WORDS[change.kind]} [cyan]{escape(change.type)}[/] {change.name}")
        for one in change.properties:
            branch.add(_property(one))
    return root


def _property(change: PropertyChange) -> str:
    mark = {"replace": " [red](forces it)[/]", "may-replace": " [magenta](may force it)[/]"}
    shown = f"{escape(change.path)}: {_value(change.before)} -> {_value(change.after)}"
    return shown + mark.get(change.effect, "")


def _value(value: Json) -> str:
    return escape(cut("nothing" if value is None else json.dumps(value), 80))
