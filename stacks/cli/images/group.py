"""The group of commands."""

import click

from slipway.stacks.cli.images.list_images import list_images
from slipway.stacks.cli.images.pin import pin
from slipway.stacks.cli.images.push import push


@click.group()
def images() -> None:
    """Pin the platform's images by digest, and bring them into a stack's registry.

    Exit codes: 0 fine, 1 refused or failed, 2 wrong use or configuration.
    """


for command in (list_images, pin, push):
    images.add_command(command)
