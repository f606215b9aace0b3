"""`slipway model package`: any MLflow model folder as a folder that the server runs."""

from pathlib import Path

import click

from slipway.serving.package import Task, package_model
from slipway.stacks.cli.model.documents import PackageDocument, show
from slipway.stacks.cli.model.faults import told
from slipway.stacks.cli.options import json_option

_TASKS = [task.value for task in Task if task is not Task.UNKNOWN]


@click.command(name="package")
@click.option("--uri", required=True, help="Folder of an MLflow model, or its file:// address.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="New folder.")
@click.option("--name", default="model", show_default=True, help="Name that the server answers to.")
@click.option("--version", default="1", show_default=True, help="Version in every reply.")
@click.option("--task", type=click.Choice(_TASKS), help="Needed where the flavour doesn't tell.")
@json_option
def command(
    *, uri: str, out: Path, name: str, version: str, task: str | None, as_json: bool
) -> None:
    """Package an MLflow model for `python -m slipway.serving.server`."""
    with told():
        manifest = package_model(
            Path(uri.removeprefix("file://")),
            out,
            name=name,
            version=version,
            task=None if task is None else Task(task),
        )
    if as_json:
        show(PackageDocument.of(out, manifest))
        return
    columns = len(manifest.signature.inputs)
    click.echo(
        f"{out}: {manifest.name} version {manifest.version}, "
        f"{manifest.task} of flavour {manifest.flavour}, {columns} input columns"
    )
