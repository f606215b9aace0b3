"""An object store that keeps its objects in a folder."""

from dataclasses import dataclass, field
from pathlib import Path

from typing_extensions import override

from slipway.serving.release.object_store import ObjectStore


@dataclass(frozen=True, kw_only=True)
class FolderStore(ObjectStore):
    """Stores into a folder instead of a bucket."""

    folder: Path
    endpoint: str = "http://127.0.0.1:1"
    access_key_id: str = "key"
    secret_access_key: str = field(default="of a test", repr=False)

    @override
    def put(self, bucket: str, key: str, path: Path) -> str:
        target = self.folder / bucket / key
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
        return f"s3://{bucket}/{key}"
