"""Everything that releasing a model of one stack works with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.object_writer import ObjectWriter
from slipway.serving.release.registry.protocol import ModelRegistry
from slipway.stacks.config.release import Release
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.engine.outputs import StackOutputs
from slipway.stacks.releases.errors import UnknownModelError

_PROTECTED = frozenset({"prod"})
"""Environments in which a release is proposed for review, and somebody else runs `up`."""


class Engine(Protocol):
    """The engine's two runs that a release needs."""

    def preview(self) -> str:
        """What `up` would change."""
        ...

    def up(self) -> None:
        """Brings the stack to its config."""
        ...


@dataclass(frozen=True, kw_only=True)
class Workplace:
    """A stack with its file, its engine and the services that it runs."""

    config: StackConfig
    stack_file: Path
    outputs: StackOutputs
    engine: Engine
    registry: ModelRegistry
    images: ImageRegistry
    address: RegistryAddress
    objects: ObjectWriter
    echo: Callable[[str], None]

    @property
    def stack(self) -> str:
        """The stack's name; the file may be called otherwise."""
        return self.outputs.stack

    @property
    def protected(self) -> bool:
        """Whether changes of this stack go through a review."""
        return self.config.platform.environment in _PROTECTED

    def pinned(self, model: str) -> Release | None:
        """The release that the stack file holds.

        Raises:
            UnknownModelError: The stack has no such model.
        """
        if model not in self.config.platform.models:
            raise UnknownModelError(self.stack, model, sorted(self.config.platform.models))
        return self.config.releases.get(model)

    def serving(self, model: str) -> Release | None:
        """The release that the last `up` deployed."""
        deployed = self.outputs.models.get(model)
        if deployed is None or deployed.version is None or deployed.image is None:
            return None
        return Release(version=deployed.version, image=deployed.image)
