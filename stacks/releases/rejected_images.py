"""The key `slipway:rejected` of a stack file: images that were rolled back, by model.

`up` can't ask the model registry, so a rollback leaves its mark here as well.
"""

from pathlib import Path

from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from slipway.stacks.config.release import digest_of
from slipway.stacks.releases.errors import StackFileShapeError
from slipway.stacks.releases.yaml_document import ensured, part

KEY = "slipway:rejected"


def marked(path: Path, config: CommentedMap, model: str) -> tuple[str, ...]:
    """The images of a model that may not serve again.

    Raises:
        StackFileShapeError: The key holds something else.
    """
    models = part(path, config, KEY)
    return () if models is None else tuple(str(image) for image in _list(path, models, model))


def mark(path: Path, config: CommentedMap, model: str, image: str) -> None:
    """Adds an image unless its digest is there already."""
    if digest_of(image) in map(digest_of, marked(path, config, model)):
        return
    models = ensured(path, config, KEY)
    images = _list(path, models, model)
    images.append(DoubleQuotedScalarString(image))
    models[model] = images


def unmark(path: Path, config: CommentedMap, model: str, image: str) -> None:
    """Takes an image out by its digest, whatever registry it was named with; no empty key stays."""
    kept = [each for each in marked(path, config, model) if digest_of(each) != digest_of(image)]
    models = part(path, config, KEY)
    if models is None or model not in models:
        return
    images = _list(path, models, model)
    for index in reversed(range(len(images))):
        if images[index] not in kept:
            del images[index]
    if not images:
        del models[model]
    if not models:
        del config[KEY]


def _list(path: Path, models: CommentedMap, model: str) -> CommentedSeq:
    value = models.get(model)
    if value is None:
        return CommentedSeq()
    if not isinstance(value, CommentedSeq):
        raise StackFileShapeError(path, f"{KEY}.{model}", value, expected="a list of images")
    return value
