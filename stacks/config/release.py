"""The key `slipway:releases`: which version of a model runs, pinned by digest."""

from typing import Annotated

from pydantic import Field

from slipway.stacks.config.base import ConfigModel


class Release(ConfigModel):
    """One released model version, written by `slipway model release`."""

    version: int = Field(ge=1, description="Version in the model registry.")
    image: Annotated[
        str, Field(pattern=r"^[a-z0-9.:/_-]+@sha256:[0-9a-f]{64}$", description="Image by digest.")
    ]
