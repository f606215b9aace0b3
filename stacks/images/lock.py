"""`images.lock.json`: the platform's images, pinned by digest, beside Pulumi.yaml."""

import dataclasses
import os
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from slipway.stacks.cli.options import state_folder
from slipway.stacks.config.base import ConfigModel
from slipway.stacks.config.faults import ConfigError
from slipway.stacks.config.rules import fault_of
from slipway.stacks.engine.project import project_folder
from slipway.stacks.images.errors import PIN, NoLockError

FILE = "images.lock.json"
CONTENT = "[0-9a-f]{12}"
Digest = Annotated[str, Field(pattern=r"^sha256:[0-9a-f]{64}$")]


class PinnedImage(ConfigModel):
    """One image of the platform."""

    content: str = Field(
        pattern=f"^{CONTENT}$", description="What it was built from: the tag of the build."
    )
    config: Digest = Field(description="Digest of its config, which fixes what is in every layer.")
    digest: Digest = Field(description="Digest of its manifest: what workloads name.")
    size: int = Field(gt=0, description="Bytes to download: config and compressed layers.")


class ImageLock(ConfigModel):
    """All of them, for one platform."""

    schema_: Literal["slipway.images-lock/v1"] = Field(
        default="slipway.images-lock/v1", alias="schema"
    )
    platform: str = Field(pattern=r"^[a-z]+/[a-z0-9]+$", examples=["linux/amd64"])
    images: dict[str, PinnedImage] = Field(min_length=1)

    def digests(self) -> dict[str, str]:
        """The digest by name, as `ImagesPresentArgs` takes it."""
        return {name: image.digest for name, image in self.images.items()}


def lock_path() -> Path:
    """Where the project around the current folder keeps its pins.

    Raises:
        NoProjectError: There is no project here.
    """
    return project_folder(Path.cwd(), state_folder()) / FILE


def read_lock(path: Path) -> ImageLock:
    """The pinned images.

    Raises:
        NoLockError: Nothing was pinned yet.
        ConfigError: The file isn't in form; all faults are named.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise NoLockError(path) from None
    try:
        return ImageLock.model_validate_json(content)
    except ValidationError as error:
        remedy = f"Restore the file from git, or run `{PIN}`."
        faults = [
            dataclasses.replace(fault_of(FILE, details), remedy=remedy)
            for details in error.errors()
        ]
        raise ConfigError(str(path), faults) from error


def write_lock(path: Path, lock: ImageLock) -> None:
    """Writes the pins in a stable order; a reader sees the old file or the new one."""
    ordered = lock.model_copy(update={"images": dict(sorted(lock.images.items()))})
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(ordered.model_dump_json(by_alias=True, indent=2) + "\n", encoding="utf-8")
    draft.replace(path)
