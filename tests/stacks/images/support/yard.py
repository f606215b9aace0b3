"""A project with builds in its cache, and two registries."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from click.testing import CliRunner, Result

from slipway.stacks.cli.images import images
from slipway.stacks.images.lock import FILE, ImageLock, read_lock
from tests.serving.release.support.registry_process import running_registry
from tests.stacks.images.support.builds import build_all


@dataclass(frozen=True, kw_only=True)
class Yard:
    """A terminal in a project whose images were built and pinned."""

    project: Path
    builds: Path
    first: str
    second: str

    def run(self, *arguments: str) -> Result:
        return CliRunner().invoke(images, list(arguments))

    def lock(self) -> ImageLock:
        return read_lock(self.project / FILE)

    def digest_in(self, registry: str, name: str) -> str | None:
        """The digest under which a registry has the pinned image."""
        url = f"http://{registry}/v2/slipway/{name}/manifests/{self.lock().images[name].digest}"
        answer = httpx.get(url, trust_env=False, headers={"Accept": "*/*"})
        return answer.headers.get("Docker-Content-Digest") if answer.is_success else None

    def has_all(self, registry: str) -> bool:
        pins = self.lock().digests()
        return all(self.digest_in(registry, name) == digest for name, digest in pins.items())

    def delete(self, registry: str, name: str) -> None:
        digest = self.lock().images[name].digest
        url = f"http://{registry}/v2/slipway/{name}/manifests/{digest}"
        assert httpx.delete(url, trust_env=False).status_code == 202


@contextmanager
def open_yard(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Yard]:
    """Two empty registries, as long as the block runs."""
    project, cache = tmp_path / "project", tmp_path / "cache"
    folders = [tmp_path / "first", tmp_path / "second"]
    for folder in (project, *folders):
        folder.mkdir()
    (project / "Pulumi.yaml").touch()
    build_all(cache / "images")
    # The registries first: their program is looked for in the state of `make up`.
    with running_registry(folders[0]) as first, running_registry(folders[1]) as second:
        for name, value in {
            "SLIPWAY_CACHE": cache,
            "SLIPWAY_STATE": tmp_path / "no-state",
            "DOCKER_CONFIG": tmp_path / "no-docker",
            "no_proxy": "",
            "NO_PROXY": "",
        }.items():
            monkeypatch.setenv(name, str(value))
        monkeypatch.delenv("SLIPWAY_CONFIG_FILE", raising=False)
        monkeypatch.chdir(project)
        yard = Yard(project=project, builds=cache / "images", first=first, second=second)
        assert yard.run("pin").exit_code == 0
        yield yard
