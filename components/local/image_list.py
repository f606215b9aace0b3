"""The images that were loaded for workloads, kept so that a node added later gets them too."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from slipway.components.local.spec import Image

FILE: Final = "images.json"


@dataclass(frozen=True)
class ImageList:
    """A list in a file; a newer image replaces the one of the same name."""

    path: Path

    @classmethod
    def of(cls, state: Path) -> Self:
        """The list of the cluster in a state folder."""
        return cls(state / FILE)

    def holds(self, images: tuple[Image, ...]) -> bool:
        """Whether all of them were loaded."""
        return {i.reference for i in images} <= {i.reference for i in self._all()}

    def available(self) -> tuple[Image, ...]:
        """Those whose archive still exists: nodes that have an image already need none."""
        return tuple(
            image for image in self._all() if image.archive is not None and image.archive.exists()
        )

    def add(self, images: tuple[Image, ...]) -> None:
        """Remember them."""
        merged = {image.name: image for image in (*self._all(), *images)}
        lines = [
            {"name": i.name, "reference": i.reference, "archive": str(i.archive or "")}
            for i in merged.values()
        ]
        draft = self.path.with_suffix(".new")
        draft.write_text(json.dumps(lines, indent=2))
        draft.replace(self.path)

    def _all(self) -> tuple[Image, ...]:
        if not self.path.exists():
            return ()
        return tuple(
            Image(
                name=line["name"],
                reference=line["reference"],
                archive=Path(line["archive"]) if line["archive"] else None,
            )
            for line in json.loads(self.path.read_text())
        )
