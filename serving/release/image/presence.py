"""Which of some images a registry lacks.

Also a program: `python -m slipway.serving.release.image.presence` reads
``{"registry": ADDRESS, "images": {NAME: DIGEST}}`` and writes ``{"missing": [NAME, ...]}``. That is
how the stack asks during `up`, which has no use for our HTTP client otherwise. Exit codes: 0
answered, 1 the registry can't be asked; the sentence is on standard error.
"""

import json
import sys
from collections.abc import Mapping

from slipway.serving.release.document import Document
from slipway.serving.release.errors import ReleaseError
from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.logins.chain import open_registry
from slipway.serving.release.image.manifest import Manifest
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.image.repository import Repository


def is_present(repository: Repository, digest: str) -> bool:
    """Whether an image is there with all that it consists of."""
    content = repository.find(digest)
    if content is None:
        return False
    return repository.complete(Manifest.parse(str(repository.reference(digest=digest)), content))


def missing_images(
    registry: ImageRegistry, address: RegistryAddress, digests: Mapping[str, str]
) -> list[str]:
    """The names of the images that the registry lacks, sorted."""
    return [
        name
        for name, digest in sorted(digests.items())
        if not is_present(address.repository(registry, name), digest)
    ]


def main() -> None:
    """Answers one question from standard input."""
    try:
        question = Document.parse("standard input", sys.stdin.read())
        address = RegistryAddress.parse(question.text("registry"))
        images = question.part("images")
        digests = {name: images.text(name) for name in images.values}
        with open_registry(address.host) as registry:
            missing = missing_images(registry, address, digests)
    except ReleaseError as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(1)
    sys.stdout.write(json.dumps({"missing": missing}) + "\n")


if __name__ == "__main__":
    main()
