"""`slipway images list`: the pinned images, and whether a registry has them."""

from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from slipway.stacks.cli.images.surroundings import (
    archives_option,
    config_of,
    registry_of,
    to_option,
)
from slipway.stacks.cli.model.echo import progress
from slipway.stacks.cli.model.faults import told
from slipway.stacks.cli.options import json_option, stack_option
from slipway.stacks.cli.published.images import ListDocument

# Imported late, as in `pin`.
# ruff: noqa: PLC0415


@click.command(name="list")
@stack_option
@to_option
@archives_option
@json_option
def list_images(*, stack: str, to: str | None, archives: Path | None, as_json: bool) -> None:
    """List the pinned images: name, digest, whether they are here and in the registry."""
    from slipway.serving.release.image.logins.chain import open_registry
    from slipway.stacks.images.archives import LocalArchives
    from slipway.stacks.images.errors import NoRegistryError
    from slipway.stacks.images.lock import lock_path, read_lock
    from slipway.stacks.images.push import Target

    lock = read_lock(lock_path())
    lacking = None
    address = None
    with told():
        try:
            address = registry_of(stack, to)
        except NoRegistryError as error:
            progress(error.message)  # the pins are worth showing without a registry, too
        if address is not None:
            with open_registry(address.host) as registry:
                lacking = set(Target(address=address, registry=registry).lacks(lock))
        local = LocalArchives.find(config_of(stack), archives)
        here = {name for name, image in lock.images.items() if local.matching(name, image.config)}
    document = ListDocument.of(address, lock, here=here, lacking=lacking)
    if as_json:
        click.echo(document.model_dump_json(by_alias=True, indent=2))
        return
    Console().print(_table(document))


def _table(document: ListDocument) -> Table:
    table = Table(title=f"platform images, {document.platform}")
    for column in ("image", "digest", "size", "built here", document.registry or "registry"):
        table.add_column(column, no_wrap=column == "digest")
    for name, image in document.images.items():
        present = "unknown" if image.present is None else "yes" if image.present else "missing"
        table.add_row(
            name,
            image.digest.removeprefix("sha256:")[:12],
            f"{image.size / 1_000_000:.0f} MB",
            "yes" if image.local else "no",
            present,
        )
    return table
