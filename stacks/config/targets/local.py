"""A Kubernetes of its own on this machine."""

from typing import Literal

from pydantic import Field

from slipway.stacks.config.base import ConfigModel


class LocalTarget(ConfigModel):
    """A Kubernetes of its own on this machine."""

    kind: Literal["local"]
    driver: Literal["auto", "kind", "bare"] = Field(
        default="auto",
        description="kind needs Docker that can pull images; bare runs Kubernetes' own programs.",
    )
    nodes: int = Field(default=1, ge=1, le=2, description="Nodes of the local cluster.")
