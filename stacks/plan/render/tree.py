"""A plan as a tree of components."""

import json

from rich.markup import escape
from rich.tree import Tree

from slipway.stacks.cut import cut
from slipway.stacks.plan.graph import Json, Plan, PlannedResource


def tree(plan: Plan, *, properties: bool) -> Tree:
    """The resources under their parents, with their inputs where `properties` asks for them."""
    root = Tree(
        f"[bold]{plan.stack}[/]: {plan.variant} on {plan.target}, {len(plan.resources)} resources"
    )
    branches: dict[str, Tree] = {}
    for resource in plan.resources:  # a parent is registered before its children
        above = branches.get(resource.parent or "", root)
        branch = branches[resource.urn] = above.add(_line(resource))
        if properties:
            for key, value in resource.inputs.items():
                branch.add(f"[dim]{escape(key)} = {escape(_shown(value))}[/]")
    return root


def _line(resource: PlannedResource) -> str:
    marks = [
        *(["protected"] if resource.protect else []),
        *(["exists already"] if resource.read else []),
    ]
    mark = f" [yellow]({', '.join(marks)})[/]" if marks else ""
    return f"[cyan]{escape(resource.type)}[/]  {escape(resource.name)}{mark}"


def _shown(value: Json) -> str:
    """A value on one line, cut where nobody would read on."""
    text = value if isinstance(value, str) else json.dumps(value)
    return cut(" ".join(text.split()), 160)
