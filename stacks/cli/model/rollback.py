"""`slipway model rollback`: back to an earlier release in one command."""

import getpass

import click

from slipway.stacks.cli.model.consent import consent
from slipway.stacks.cli.model.documents import OutcomeDocument, show
from slipway.stacks.cli.model.echo import progress
from slipway.stacks.cli.model.faults import told
from slipway.stacks.cli.model.outcome import sentence
from slipway.stacks.cli.options import json_option, stack_option
from slipway.stacks.releases.opening import open_workplace
from slipway.stacks.releases.rollback_model import rollback_model


@click.command(name="rollback")
@click.argument("name")
@click.option("--to", type=click.IntRange(min=1), help="Version; else the release before this one.")
@click.option("--reason", help="Why; stored on the version that is rolled back.")
@click.option("--yes", is_flag=True, help="Run up after the preview without asking.")
@click.option("--no-up", is_flag=True, help="Only write the release into the stack file.")
@stack_option
@json_option
def command(
    name: str,
    *,
    to: int | None,
    reason: str | None,
    yes: bool,
    no_up: bool,
    stack: str,
    as_json: bool,
) -> None:
    """Let an earlier release of NAME serve again, with the image that it had.

    What is rolled back is marked as rejected; `release` refuses it from then on.
    """
    with told(), open_workplace(stack, progress) as workplace:
        outcome = rollback_model(
            workplace,
            name,
            to=to,
            reason=reason or f"rolled back in stack {stack} by {getpass.getuser()}",
            consent=consent(yes=yes, no_up=no_up),
        )
    if as_json:
        show(OutcomeDocument.of(stack, outcome))
    else:
        click.echo(sentence(outcome))
