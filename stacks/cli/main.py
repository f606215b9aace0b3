"""Entry point of `slipway`: collects the commands and turns a user's mistake into one message."""

import sys

import click

from slipway.stacks.cli.check import check
from slipway.stacks.cli.config import config
from slipway.stacks.cli.cost import cost
from slipway.stacks.cli.drift import drift
from slipway.stacks.cli.env import env
from slipway.stacks.cli.errors import UserError
from slipway.stacks.cli.images import images
from slipway.stacks.cli.model import model
from slipway.stacks.cli.plan import plan
from slipway.stacks.cli.review import review
from slipway.stacks.cli.status import status
from slipway.stacks.cli.variants import variants
from slipway.stacks.config.faults import ConfigError

WRONG_USE = 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="slipway-mlops", prog_name="slipway")
def slipway() -> None:
    """One config, three variants, known cost: an MLOps platform on Pulumi.

    Exit codes: 0 fine, 1 what was checked failed, 2 wrong use or configuration.
    """


for command in (check, config, cost, drift, env, images, model, plan, review, status, variants):
    slipway.add_command(command)


def main() -> None:
    """Runs the command; mistakes end in a message and an exit code, never in a traceback."""
    try:
        slipway()
    except ConfigError as error:
        click.echo(str(error), err=True)
        sys.exit(WRONG_USE)
    except UserError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
