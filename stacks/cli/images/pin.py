"""`slipway images pin`: what was built here becomes what every stack runs."""

from pathlib import Path

import click

from slipway.stacks.cli.images.surroundings import archives_option, config_of
from slipway.stacks.cli.model.echo import progress
from slipway.stacks.cli.model.faults import told
from slipway.stacks.cli.options import stack_option

# Imported late: the components' SDK takes a moment that other commands needn't wait.
# ruff: noqa: PLC0415


@click.command()
@archives_option
@stack_option
def pin(*, archives: Path | None, stack: str) -> None:
    """Write images.lock.json from the archives that `make up` built; commit the change.

    Takes a minute or two: the digest of an image is that of its compressed layers.
    """
    from slipway.stacks.images.archives import LocalArchives
    from slipway.stacks.images.lock import lock_path, write_lock
    from slipway.stacks.images.names import required_names
    from slipway.stacks.images.pin import pin_archives

    path = lock_path()
    with told():
        lock = pin_archives(
            LocalArchives.find(config_of(stack), archives), required_names(), progress
        )
    write_lock(path, lock)
    click.echo(f"{path}: {len(lock.images)} images of {lock.platform} pinned")
