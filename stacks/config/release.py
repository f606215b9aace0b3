"""The keys `slipway:releases` and `slipway:rejected`: which version of a model runs, which may not.

Both are written by `slipway model`, and images are pinned by digest in them.
"""

from typing import Annotated

from pydantic import Field

from slipway.stacks.config.base import ConfigModel

ImageByDigest = Annotated[
    str, Field(pattern=r"^[a-z0-9.:/_-]+@sha256:[0-9a-f]{64}$", description="Image by digest.")
]


class Release(ConfigModel):
    """One released model version, written by `slipway model release`."""

    version: int = Field(ge=1, description="Version in the model registry.")
    image: ImageByDigest

    @property
    def digest(self) -> str:
        """What names the image's bytes in any registry."""
        return digest_of(self.image)


def digest_of(image: str) -> str:
    """The digest at the end of an image's name."""
    return image.rpartition("@")[2]
