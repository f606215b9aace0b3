"""`slipway images list --json` and `slipway images push --json`."""

from collections.abc import Collection, Mapping
from typing import Annotated, Literal

from pydantic import Field

from slipway.serving.release.image.address import FAMILY, RegistryAddress
from slipway.stacks.config.base import ConfigModel
from slipway.stacks.images.lock import Digest, ImageLock


class ListedImageDocument(ConfigModel):
    """One pinned image."""

    content: str
    digest: Digest
    size: int
    local: bool
    """Whether an archive with this content lies on this machine."""
    present: bool | None
    """Whether the registry has it; null where no registry is known."""


class ListDocument(ConfigModel):
    """The pinned images and where they are."""

    schema_: Annotated[Literal["slipway.images-list/v1"], Field(alias="schema")]
    registry: str | None
    platform: str
    images: dict[str, ListedImageDocument]

    @classmethod
    def of(
        cls,
        address: RegistryAddress | None,
        lock: ImageLock,
        *,
        here: Collection[str],
        lacking: Collection[str] | None,
    ) -> "ListDocument":
        """The document of a lock; `lacking` is None where no registry was asked."""
        images = {
            name: ListedImageDocument(
                content=image.content,
                digest=image.digest,
                size=image.size,
                local=name in here,
                present=None if lacking is None else name not in lacking,
            )
            for name, image in lock.images.items()
        }
        return cls.model_validate(
            {
                "schema": "slipway.images-list/v1",
                "registry": None if address is None else str(address),
                "platform": lock.platform,
                "images": images,
            }
        )


class PushedImageDocument(ConfigModel):
    """What became of one image."""

    reference: str
    action: Literal["there", "pushed", "copied"]


class PushDocument(ConfigModel):
    """Everything that the registry has now."""

    schema_: Annotated[Literal["slipway.images-push/v1"], Field(alias="schema")]
    registry: str
    images: dict[str, PushedImageDocument]

    @classmethod
    def of(
        cls,
        address: RegistryAddress,
        lock: ImageLock,
        done: Mapping[str, Literal["there", "pushed", "copied"]],
    ) -> "PushDocument":
        """The document of a push."""
        images = {
            name: PushedImageDocument(
                reference=f"{address}/{FAMILY}/{name}@{lock.images[name].digest}", action=action
            )
            for name, action in done.items()
        }
        return cls.model_validate(
            {"schema": "slipway.images-push/v1", "registry": str(address), "images": images}
        )
