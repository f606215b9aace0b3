"""The key `slipway:local`: what `make up` prepared on this machine; never committed."""

from pathlib import Path

from pydantic import Field

from slipway.stacks.config.base import ConfigModel


class Machine(ConfigModel):
    """Folders and image archives of this machine for the local cluster."""

    tools: Path = Field(description="Folder with Kubernetes' programs.")
    state: Path = Field(description="Folder that holds the local cluster's data.")
    archives: dict[str, Path] = Field(default_factory=dict, description="Image archives by name.")
