"""What the commands find around them: a stack's config, its registry, archives."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import click

from slipway.serving.release.image.address import RegistryAddress
from slipway.stacks.cli.options import stack_file
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.engine.session import open_session
from slipway.stacks.images.stack_registry import stack_registry
from slipway.stacks.releases.loopback import bypass_proxies

F = TypeVar("F", bound=Callable[..., object])


def archives_option(command: F) -> F:
    """Adds ``--archives``."""
    return click.option(
        "--archives",
        type=click.Path(path_type=Path, exists=True, file_okay=False),
        help="Folder with image archives; else those of the last `make up`.",
    )(command)


def to_option(command: F) -> F:
    """Adds ``--to``."""
    return click.option("--to", metavar="REGISTRY", help="Registry; else that of the stack.")(
        command
    )


def config_of(stack: str) -> StackConfig | None:
    """The stack's config, or None where the stack has no file here."""
    path = stack_file(stack)
    return load(from_file(path)) if path.exists() else None


def registry_of(stack: str, to: str | None) -> RegistryAddress:
    """The registry that is named, else the stack's.

    Raises:
        NoRegistryError: The stack has none that is known by now.
    """
    bypass_proxies()
    if to is not None:
        return RegistryAddress.parse(to)
    path = stack_file(stack)
    session = open_session(stack, path, echo=click.echo)
    return stack_registry(load(from_file(path)), session)
