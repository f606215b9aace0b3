"""`slipway plan`: the resources of a stack, offline, and what changed since a git revision."""

import json
from pathlib import Path

import click
from rich.console import Console

from slipway.stacks.cli.errors import CheckFailedError, UserError
from slipway.stacks.cli.options import json_option, stack_file, stack_option
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.export.errors import ExportError
from slipway.stacks.export.formats import FORMATS, Format, exported
from slipway.stacks.plan.diff.changes import SCHEMA, ResourceChange, changes
from slipway.stacks.plan.graph import Plan
from slipway.stacks.plan.limits import limits
from slipway.stacks.plan.render.access import access_table
from slipway.stacks.plan.render.counts import count_table
from slipway.stacks.plan.render.difference import difference
from slipway.stacks.plan.render.picture import picture as drawn
from slipway.stacks.plan.render.tree import tree
from slipway.stacks.plan.revision import RevisionError, RevisionPlan, plan_at


@click.command()
@stack_option
@click.option("--all", "every", is_flag=True, help="Every Pulumi.<stack>.yaml of this folder.")
@click.option("--base", metavar="REF", help="Show only what changed since a git revision.")
@click.option("--properties", is_flag=True, help="Show every resource's inputs.")
@click.option(
    "--picture", type=click.Path(dir_okay=False, path_type=Path), help="Draw it into an SVG file."
)
@click.option(
    "--check", is_flag=True, help="Check the inputs against the clouds' published models."
)
@click.option(
    "--format", "form", type=click.Choice(FORMATS), help="Write it for tools that read that format."
)
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="With --format.")
@json_option
def plan(
    stack: str,
    *,
    every: bool,
    base: str | None,
    properties: bool,
    picture: Path | None,
    check: bool,
    form: Format | None,
    out: Path | None,
    as_json: bool,
) -> None:
    """List what the stack would create, without engine, cluster or credentials."""
    if picture is not None:
        picture.write_text(drawn(_recorded(stack_file(stack))), encoding="utf-8")
        click.echo(f"{picture}: drawn")
    elif form is not None:
        _export(_recorded(stack_file(stack)), form, out)
    elif check:
        _print_report(_recorded(stack_file(stack)), as_json=as_json)
    elif every:
        _print_all(as_json=as_json)
    elif base is None:
        _print_plan(_recorded(stack_file(stack)), properties=properties, as_json=as_json)
    else:
        _print_difference(stack, base, as_json=as_json)


def _recorded(path: Path) -> Plan:
    # Imported late: it loads the SDKs, which the other commands can do without.
    from slipway.stacks.plan.stack import plan as record  # noqa: PLC0415

    return record(load(from_file(path)))


def _print_plan(recorded: Plan, *, properties: bool, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(recorded.to_json(), indent=2))
        return
    console = Console()
    console.print(tree(recorded, properties=properties))
    console.print(count_table(recorded))
    console.print(access_table(recorded.variant))
    console.print("What this plan can't know:")
    for limit in limits(recorded):
        console.print(f"- {limit.what}. {limit.how_to_find_out}.")


def _export(recorded: Plan, form: Format, out: Path | None) -> None:
    try:
        text = exported(recorded, form)
    except ExportError as error:
        raise UserError(str(error)) from error
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, encoding="utf-8")
        click.echo(f"{out}: written")


def _print_report(recorded: Plan, *, as_json: bool) -> None:
    from slipway.stacks.conformance.check import check  # noqa: PLC0415 -- loads botocore's models

    report = check(recorded)
    if as_json:
        click.echo(json.dumps(report.to_json(), indent=2))
    else:
        for kind, number, unchecked in report.coverage.types():
            rest = f"; not checked: {', '.join(unchecked)}" if unchecked else ""
            click.echo(f"{kind}: {number} properties checked{rest}")
        for finding in report.findings:
            click.echo(str(finding), err=True)
        click.echo(f"{recorded.stack}: {len(report.findings)} findings")
    if report.findings:
        raise CheckFailedError(f"{recorded.stack}: the cloud would refuse inputs.")


def _print_all(*, as_json: bool) -> None:
    from slipway.stacks.plan.many import Refused, plan_many  # noqa: PLC0415 -- see above

    paths = sorted(Path().glob("Pulumi.*.yaml"))
    plans = plan_many([load(from_file(path)) for path in paths])
    refused = [one for one in plans if isinstance(one, Refused)]
    if refused:
        raise ConfigError(refused[0].source, [fault for one in refused for fault in one.faults])
    told = [one for one in plans if isinstance(one, Plan)]
    if as_json:
        click.echo(json.dumps([one.to_json() for one in told], indent=2))
        return
    for one in told:
        click.echo(f"{one.stack}: {one.variant} on {one.target}, {len(one.resources)} resources")


def _print_difference(stack: str, base: str, *, as_json: bool) -> None:
    """Both sides come from the committed kind of file: a working copy has no past."""
    path = Path(f"Pulumi.{stack}.yaml")
    try:
        before = plan_at(base, stack, Path.cwd())
    except RevisionError as error:
        raise UserError(str(error)) from error
    after = _recorded(path)
    found = changes(before.plan or _nothing(after), after)
    if as_json:
        click.echo(json.dumps(difference_document(stack, base, before, found), indent=2))
        return
    console = Console()
    console.print(difference(f"{stack} since {base}", found))
    if before.pins_differ:
        console.print(f"{base} pins other packages; it was planned with those installed here.")


def _nothing(after: Plan) -> Plan:
    return Plan(stack=after.stack, variant=after.variant, target=after.target, resources=())


def difference_document(
    stack: str, base: str, before: RevisionPlan, found: list[ResourceChange]
) -> dict[str, object]:
    """What `--base REF --json` prints; its schema is `published/plan-diff.schema.json`."""
    return {
        "schema": SCHEMA,
        "stack": stack,
        "base": base,
        "pinsDiffer": before.pins_differ,
        "changes": [one.to_json() for one in found],
    }
