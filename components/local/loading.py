"""What create, diff and update of a local cluster's images do."""

from pathlib import Path
from typing import Any

from pulumi.dynamic import DiffResult

from slipway.components.local.drivers import open_driver
from slipway.components.local.engine import said_plainly, say
from slipway.components.local.image_list import ImageList
from slipway.components.local.spec import ClusterSpec, Image


def images_of(props: dict[str, Any]) -> tuple[Image, ...]:
    """The images that a resource names, with their archives."""
    archives = props["archives"]
    return tuple(
        Image(
            name=name,
            reference=reference,
            archive=Path(archives[name]) if name in archives else None,
        )
        for name, reference in sorted(props["images"].items())
    )


def load(props: dict[str, Any]) -> dict[str, Any]:
    """Make the images known to every node; older ones stay, as pods may still run them."""
    state = Path(props["state"])
    with said_plainly():
        spec = ClusterSpec.from_json(ClusterSpec.file(state).read_text())
        open_driver(spec).load(images_of(props), say)
        ImageList.of(state).add(images_of(props))
    return props


def diff(old: dict[str, Any], new: dict[str, Any]) -> DiffResult:
    """Compares with what was asked for, and with what the cluster was given.

    A cluster that was made anew has none of them, whatever the old state says.
    """
    missing = not ImageList.of(Path(old["state"])).holds(images_of(old))
    return DiffResult(changes=missing or old["images"] != new["images"])
