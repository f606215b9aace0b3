"""The platform's images in a registry, looked for before any workload that runs them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi.dynamic import Resource

from slipway.components.images_present_provider import ImagesPresentProvider

FAMILY = "slipway"
"""The part of the name that all images of the platform share: `slipway/tracking`, ..."""


@dataclass(frozen=True, kw_only=True)
class ImagesPresentArgs:
    """A registry and what it must hold."""

    registry: Input[str]  # host[:port][/prefix]
    images: Input[Mapping[str, Input[str]]]  # digest by name
    command: Input[str] | None = None  # None: `slipway images push` with this stack and registry


class ImagesPresent(Resource, module="slipway", name="ImagesPresent"):
    """Ends an `up` before any workload, with the images that are missing and what pushes them.

    It looks at each `up`, not only when a digest changes: registries get cleaned up. A plan or a
    preview asks no registry for its sake, except that a preview shows an update when images that
    were there are gone. The login is the one of the machine that runs `up`; none is kept.

    Workloads name images by `reference`, and so wait for it without `depends_on`.
    """

    references: Output[Mapping[str, str]]
    """Image by name, ``registry/slipway/name@sha256:...``; known in a preview."""

    def __init__(
        self, name: str, args: ImagesPresentArgs, opts: ResourceOptions | None = None
    ) -> None:
        registry, images = Output.from_input(args.registry), Output.from_input(args.images)
        super().__init__(
            ImagesPresentProvider(),
            name,
            {
                "registry": registry,
                "images": images,
                "references": Output.all(registry, images).apply(_references),
                "command": registry.apply(_command) if args.command is None else args.command,
            },
            opts,
        )

    def reference(self, name: str) -> Output[str]:
        """The image of this name; using it is waiting for the check."""

        def find(references: Mapping[str, str]) -> str:
            return references[name]

        return self.references.apply(find)


def _references(given: list[Any]) -> dict[str, str]:
    registry, images = given
    return {name: f"{registry}/{FAMILY}/{name}@{digest}" for name, digest in images.items()}


def _command(registry: str) -> str:
    return f"slipway images push --stack {pulumi.get_stack()} --to {registry}"
