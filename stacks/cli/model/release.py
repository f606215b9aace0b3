"""`slipway model release`: a version through the gate into service."""

import click

from slipway.stacks.cli.model.consent import consent
from slipway.stacks.cli.model.documents import OutcomeDocument, show
from slipway.stacks.cli.model.echo import progress
from slipway.stacks.cli.model.faults import told
from slipway.stacks.cli.model.outcome import sentence
from slipway.stacks.cli.options import json_option, stack_option
from slipway.stacks.releases.opening import open_workplace
from slipway.stacks.releases.release_model import release_model


@click.command(name="release")
@click.argument("name")
@click.option("--version", default="latest", show_default=True, help="Number, or latest.")
@click.option("--yes", is_flag=True, help="Run up after the preview without asking.")
@click.option("--no-up", is_flag=True, help="Only write the release into the stack file.")
@click.option("--force-reason", help="Release against the gate or a rejection; stored with it.")
@click.option(
    "--compile/--no-compile",
    "compiles",
    default=True,
    show_default=True,
    help="Serve a graph where its answers are the model's own, or always the MLflow flavour.",
)
@stack_option
@json_option
def command(
    name: str,
    version: str,
    *,
    yes: bool,
    no_up: bool,
    force_reason: str | None,
    compiles: bool,
    stack: str,
    as_json: bool,
) -> None:
    """Take a registered version of NAME through the gate, build its image and let it serve.

    Refused unless it is at least as good as what serves. In environment prod the release is only
    written into the stack file, for review.
    """
    with told(), open_workplace(stack, progress) as workplace:
        outcome = release_model(
            workplace,
            name,
            version=version,
            consent=consent(yes=yes, no_up=no_up),
            force_reason=force_reason or None,
            compiles=compiles,
        )
    if as_json:
        show(OutcomeDocument.of(stack, outcome))
    else:
        click.echo(sentence(outcome))
