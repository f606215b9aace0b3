"""What a release needs of an object store, whosever it is."""

from pathlib import Path
from typing import Protocol


class ObjectWriter(Protocol):
    """Takes files; a release reads none back."""

    def put(self, bucket: str, key: str, path: Path) -> str:
        """Stores a file in one of the platform's stores; the answer is its address.

        Raises:
            ObjectStoreError: It couldn't be stored.
        """
        ...
