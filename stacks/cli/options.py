"""Options that several commands share."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

F = TypeVar("F", bound=Callable[..., object])


def stack_option(command: F) -> F:
    """Adds ``--stack``."""
    return click.option(
        "--stack", default="local", show_default=True, envvar="SLIPWAY_STACK", help="Stack name."
    )(command)


def json_option(command: F) -> F:
    """Adds ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON for programs.")(command)


def runs_option(command: F) -> F:
    """Adds ``--runs``."""
    return click.option(
        "--runs",
        multiple=True,
        metavar="NAME,...",
        help="What you run already: kubernetes, azure, aws, azure-ml, sagemaker; or nothing.",
    )(command)


def state_folder() -> Path:
    """Where `make up` keeps what it made on this machine."""
    default = Path.home() / ".local/state/slipway"
    return Path(os.environ.get("SLIPWAY_STATE") or default)


def stack_file(stack: str) -> Path:
    """The stack's file: the working copy that `make up` keeps, else the one here."""
    chosen = os.environ.get("SLIPWAY_CONFIG_FILE")
    if chosen:
        return Path(chosen)
    name = f"Pulumi.{stack}.yaml"
    working_copy = state_folder() / name
    return working_copy if working_copy.exists() else Path(name)
