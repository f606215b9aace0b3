"""Image archives as `docker save` writes them, made without Docker."""

import gzip
import hashlib
import io
import json
import tarfile
from pathlib import Path

CONFIG = {
    "architecture": "amd64",
    "os": "linux",
    "created": "2026-01-02T03:04:05Z",
    "config": {
        "User": "65532",
        "Env": ["PATH=/opt/venv/bin:/usr/bin", "SLIPWAY_MODEL_NAME=none"],
        "Entrypoint": ["python", "-m", "slipway.serving.server"],
        "Cmd": ["serve"],
    },
}


def layer_tar(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, content in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(content)
            archive.addfile(entry, io.BytesIO(content))
    return target.getvalue()


def docker_archive(
    path: Path,
    layers: list[bytes],
    *,
    packed: bool = False,
    history: bool = True,
    tag: str = "slipway.local/runtime:x",
) -> Path:
    """Writes an archive of these layers; `packed` stores them compressed, as newer tools do."""
    diff_ids = [f"sha256:{hashlib.sha256(layer).hexdigest()}" for layer in layers]
    document: dict[str, object] = {**CONFIG, "rootfs": {"type": "layers", "diff_ids": diff_ids}}
    if history:
        document["history"] = [{"created_by": f"step {index}"} for index in range(len(layers))]
    config = json.dumps(document).encode()
    names = [f"{index}/layer.tar" for index in range(len(layers))]
    manifest: list[dict[str, object]] = [
        {"Config": "config.json", "RepoTags": [tag], "Layers": names}
    ]
    with tarfile.open(path, "w") as archive:
        _add(archive, "manifest.json", json.dumps(manifest).encode())
        _add(archive, "config.json", config)
        for name, layer in zip(names, layers, strict=True):
            _add(archive, name, gzip.compress(layer) if packed else layer)
    return path


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
