"""`slipway model status`: does the best known version serve?"""

import sys

import click

from slipway.stacks.cli.errors import CHECK_FAILED
from slipway.stacks.cli.model.documents import StandingDocument, StatusDocument, show
from slipway.stacks.cli.model.echo import progress
from slipway.stacks.cli.model.faults import told
from slipway.stacks.cli.options import json_option, stack_option
from slipway.stacks.releases.opening import open_workplace
from slipway.stacks.releases.standing import Standing, standing
from slipway.stacks.releases.workplace import Workplace


@click.command(name="status")
@click.argument("name", required=False)
@stack_option
@json_option
def command(name: str | None, *, stack: str, as_json: bool) -> None:
    """Say whether the best known version of NAME, or of every model, is the one that serves.

    Exit code 1 when a better version is known, or when nothing serves.
    """
    with told(), open_workplace(stack, progress) as workplace:
        names = list(workplace.config.platform.models) if name is None else [name]
        standings = [_standing(workplace, each) for each in names]
    if as_json:
        documents = {each.model: StandingDocument.of(each) for each in standings}
        show(StatusDocument(stack=stack, models=documents))
    else:
        for each in standings:
            click.echo(_sentence(each))
    if not all(each.best_serves for each in standings):
        sys.exit(CHECK_FAILED)


def _standing(workplace: Workplace, model: str) -> Standing:
    pinned, serving = workplace.pinned(model), workplace.serving(model)
    return standing(
        model,
        workplace.registry.versions(model),
        serving=None if serving is None else serving.version,
        pinned=None if pinned is None else pinned.version,
    )


def _sentence(each: Standing) -> str:
    words = [f"{each.model}:"]
    if each.serving is None:
        words.append("no version serves.")
    elif each.better:
        words.append(f"version {each.serving} serves, though better ones are known:")
        words.append(f"{_numbers(each.better)}. Release one of them.")
    else:
        words.append(f"version {each.serving} serves, and no better one is known.")
    if each.pinned != each.serving and each.pinned is not None:
        words.append(f"Version {each.pinned} is pinned and waits for `pulumi up`.")
    if each.unjudged:
        words.append(f"Nobody has judged {_numbers(each.unjudged)} yet.")
    return " ".join(words)


def _numbers(versions: tuple[int, ...]) -> str:
    return ", ".join(f"version {number}" for number in versions)
