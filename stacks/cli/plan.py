"""`slipway plan`: the resources of a stack, offline."""

import json

import click
from rich.console import Console
from rich.tree import Tree

from slipway.stacks.cli.options import json_option, stack_file, stack_option
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.plan.graph import Plan, PlannedResource


@click.command()
@stack_option
@json_option
def plan(stack: str, *, as_json: bool) -> None:
    """List what the stack would create, without engine, cluster or credentials."""
    # Imported late: it loads the SDKs, which the other commands can do without.
    from slipway.stacks.plan.stack import plan as record  # noqa: PLC0415

    recorded = record(load(from_file(stack_file(stack))))
    if as_json:
        click.echo(json.dumps(recorded.to_json(), indent=2))
        return
    Console().print(_tree(recorded))


def _tree(plan: Plan) -> Tree:
    """The resources under their parents."""
    root = Tree(f"{plan.stack}: {plan.variant} on {plan.target}, {len(plan.resources)} resources")
    branches: dict[str, Tree] = {}
    for resource in plan.resources:
        above = branches.get(resource.parent or "", root)
        branches[resource.urn] = above.add(_line(resource))
    unknowns = len(plan.unknowns())
    if unknowns:
        root.add(f"{unknowns} values are known only after deployment")
    return root


def _line(resource: PlannedResource) -> str:
    mark = " (protected)" if resource.protect else ""
    return f"{resource.type}  {resource.name}{mark}"
