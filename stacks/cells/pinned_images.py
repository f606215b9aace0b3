"""The platform's images, pinned by digest, in the registry that a stack pulls from."""

from collections.abc import Mapping, Sequence

import pulumi
from pulumi import Input, Output, ResourceOptions

from slipway.components.images_present import ImagesPresent, ImagesPresentArgs
from slipway.stacks.images.lock import lock_path, read_lock


def pinned_images(
    registry: Input[str], depends_on: Sequence[pulumi.Resource] = ()
) -> Mapping[str, Output[str]]:
    """References by name; who uses one waits until all were found in the registry.

    Raises:
        NoLockError: Nothing was pinned; `slipway images pin` does.
    """
    digests = read_lock(lock_path()).digests()
    present = ImagesPresent(
        "images",
        ImagesPresentArgs(registry=registry, images=digests),
        ResourceOptions(depends_on=list(depends_on)),
    )
    return {name: present.reference(name) for name in digests}
