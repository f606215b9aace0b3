"""`slipway images push`: the pinned images into a registry."""

from pathlib import Path

import click

from slipway.stacks.cli.images.surroundings import (
    archives_option,
    config_of,
    registry_of,
    to_option,
)
from slipway.stacks.cli.model.echo import progress
from slipway.stacks.cli.model.faults import told
from slipway.stacks.cli.options import json_option, stack_option

# Imported late, as in `pin`.
# ruff: noqa: PLC0415


@click.command()
@stack_option
@to_option
@click.option(
    "--from", "origin", metavar="REGISTRY", help="Copy from a registry that has them already."
)
@archives_option
@json_option
def push(
    *, stack: str, to: str | None, origin: str | None, archives: Path | None, as_json: bool
) -> None:
    """Push what images.lock.json pins to the stack's registry; what is there stays untouched.

    Nothing but the pinned bytes is ever pushed: a build with another content is refused.
    """
    from slipway.serving.release.image.address import RegistryAddress
    from slipway.serving.release.image.logins.chain import open_registry
    from slipway.stacks.cli.published.images import PushDocument
    from slipway.stacks.images.archives import LocalArchives
    from slipway.stacks.images.lock import lock_path, read_lock
    from slipway.stacks.images.push import Target, copy_from, push_archives

    path = lock_path()
    lock = read_lock(path)
    with told():
        address = registry_of(stack, to)
        progress(f"registry {address}: looking for {len(lock.images)} images")
        with open_registry(address.host) as registry:
            target = Target(address=address, registry=registry)
            if origin is not None:
                done = copy_from(RegistryAddress.parse(origin), target, lock, progress)
            else:
                local = LocalArchives.find(config_of(stack), archives)
                done = push_archives(target, lock, local, path, progress)
    if as_json:
        document = PushDocument.of(address, lock, done)
        click.echo(document.model_dump_json(by_alias=True, indent=2))
        return
    for name, action in done.items():
        click.echo(f"{name}: {'there already' if action == 'there' else action}")
    moved = sum(action != "there" for action in done.values())
    click.echo(f"{address} has all {len(done)} images; {moved} of them are new.")
