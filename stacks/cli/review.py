"""`slipway review`: what a change does to every stack, as one comment."""

import json
from datetime import UTC, datetime
from pathlib import Path

import click

from slipway.stacks.cli.errors import CheckFailedError, UserError
from slipway.stacks.cli.options import json_option
from slipway.stacks.cli.published.review import ReviewDocument
from slipway.stacks.cost.diff.diff import DifferentCurrenciesError
from slipway.stacks.plan.revision import RevisionError
from slipway.stacks.policy.policy import SEVERITIES, Severity
from slipway.stacks.review.markdown import ReviewTooLongError, markdown
from slipway.stacks.review.review import Review


@click.command()
@click.option("--base", required=True, help="Git revision to compare with, e.g. origin/main.")
@click.option("--stack", "stacks", multiple=True, help="Only this stack; may be given again.")
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="File for the Markdown."
)
@click.option(
    "--fail-on",
    type=click.Choice([*SEVERITIES, "never"]),
    default="high",
    show_default=True,
    help="The least severity of a new policy finding that ends with exit code 1.",
)
@json_option
def review(
    base: str, stacks: tuple[str, ...], out: Path | None, *, fail_on: str, as_json: bool
) -> None:
    """Review what the working tree changes in every stack: resources, cost, policies, releases.

    Needs no credentials, no engine and no cluster; two runs give the same bytes.
    """
    found = _reviewed(base, stacks)
    try:
        text = markdown(found)
    except ReviewTooLongError as error:
        raise UserError(str(error)) from error
    if out is not None:
        out.write_text(text, encoding="utf-8")
        click.echo(f"{out}: written", err=True)
    if as_json:
        document = ReviewDocument.of(found)
        click.echo(json.dumps(document.model_dump(mode="json", by_alias=True), indent=2))
    elif out is None:
        click.echo(text, nl=False)
    _fail(found, fail_on)


def _reviewed(base: str, stacks: tuple[str, ...]) -> Review:
    # Imported late: it loads the SDKs, which the other commands can do without.
    from slipway.stacks.review.make import review as make  # noqa: PLC0415

    known = [path.name.split(".")[1] for path in sorted(Path().glob("Pulumi.*.yaml"))]
    for name in stacks:
        if name not in known:
            raise UserError(
                f"--stack {name}: got no Pulumi.{name}.yaml here. Stacks: {', '.join(known)}."
            )
    try:
        return make(base, Path.cwd(), datetime.now(tz=UTC).date(), stacks=stacks)
    except (RevisionError, DifferentCurrenciesError) as error:
        raise UserError(str(error)) from error


def _fail(found: Review, fail_on: str) -> None:
    if fail_on == "never":
        return
    least: Severity = next(one for one in SEVERITIES if one == fail_on)
    new = list(found.new_findings(least))
    if new:
        ids = ", ".join(sorted({one.policy.id for one in new}))
        raise CheckFailedError(f"{len(new)} new policy findings of at least {least}: {ids}.")
