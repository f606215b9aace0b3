"""The platform's container images."""

import json
from dataclasses import dataclass
from pathlib import Path

from bootstrap.console import Progress
from bootstrap.faults import Fault
from bootstrap.places import Places
from bootstrap.steps.runner import Step, never_done


@dataclass(frozen=True, kw_only=True)
class Image:
    """A built image: what the cluster calls it and the archive that holds it."""

    reference: str
    archive: Path


def images_step(places: Places) -> Step:
    """Build the images whose inputs changed; the builder itself knows which."""

    def run(progress: Progress) -> str:
        # Imported here: the builder is needed by this step only.
        from bootstrap.image_builder.build import ensure_images  # noqa: PLC0415

        built = ensure_images(places.bin, places.cache, places.clone, progress.say)
        images = {
            name: Image(reference=image.reference, archive=image.archive)
            for name, image in built.items()
        }
        write_images(places, images)
        return f"{len(images)} images"

    return Step(name="images", done=never_done, run=run)


def write_images(places: Places, images: dict[str, Image]) -> None:
    """Keep the result for the steps that follow."""
    plain = {
        name: {"reference": image.reference, "archive": str(image.archive)}
        for name, image in images.items()
    }
    places.state.mkdir(parents=True, exist_ok=True)
    temporary = _record(places).with_suffix(".part")
    temporary.write_text(json.dumps(plain, indent=1) + "\n")
    temporary.replace(_record(places))


def read_images(places: Places) -> dict[str, Image]:
    """The images of the last run of the step."""
    try:
        plain = json.loads(_record(places).read_text())
    except FileNotFoundError:
        raise Fault("no images are recorded", "run `make up`, which builds them") from None
    return {
        name: Image(reference=image["reference"], archive=Path(image["archive"]))
        for name, image in plain.items()
    }


def _record(places: Places) -> Path:
    return places.state / "images.json"
