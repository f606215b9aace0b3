"""A stack whose engine is a stand-in, and whose registries are real."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from ruamel.yaml import YAML

from slipway.serving.release.registry.mlflow_registry import MlflowRegistry, connect
from slipway.serving.release.runtime_source import RUNTIMES
from slipway.stacks.cli.model import model
from slipway.stacks.cli.model.documents import OutcomeDocument
from tests.serving.release.support.archives import docker_archive, layer_tar
from tests.serving.release.support.bucket_server import BucketServer, bucket_server
from tests.serving.release.support.registry_process import running_registry
from tests.serving.release.support.tracking import Tracking
from tests.stacks.support.engine_folder import EngineFolder

STACK_FILE = """\
# The team's own words
config:
  slipway:platform:
    variant: open-source
    target: {{kind: local}}
    environment: {environment}
    models:
      car-loan: {{}}   # the only one
  slipway:local:
    tools: /nowhere/bin
    state: /nowhere/cluster
    archives: {{{archives}}}
"""


@dataclass(frozen=True, kw_only=True)
class Desk:
    """A terminal with a stack that is up."""

    stack_file: Path
    engine: EngineFolder
    tracking: Tracking
    objects: BucketServer
    registry_address: str

    def run(self, *arguments: str, answer: str = "") -> Result:
        return CliRunner().invoke(model, list(arguments), input=answer)

    def released(self) -> dict[str, object] | None:
        config = YAML(typ="safe").load(self.stack_file.read_text())["config"]
        releases = config.get("slipway:releases") or {}
        found: dict[str, object] | None = releases.get("car-loan")
        return found

    @property
    def registry(self) -> MlflowRegistry:
        return connect(self.tracking.uri)

    def tags(self, version: int) -> dict[str, str]:
        return dict(self.registry.version("car-loan", version).tags)

    def champion(self) -> int | None:
        for version in self.registry.versions("car-loan"):
            if "champion" in version.aliases:
                return version.number
        return None


@pytest.fixture(scope="session")
def registry_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running_registry(tmp_path_factory.mktemp("registry")) as address:
        yield address


@pytest.fixture(scope="session")
def tracking_template(tmp_path_factory: pytest.TempPathFactory) -> Tracking:
    return Tracking.create(tmp_path_factory.mktemp("tracking"))


@pytest.fixture
def objects() -> Iterator[BucketServer]:
    with bucket_server() as server:
        yield server


@pytest.fixture
def desk(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    registry_address: str,
    tracking_template: Tracking,
    objects: BucketServer,
) -> Desk:
    """A stack without any release yet."""
    engine = EngineFolder.install(tmp_path / "engine", monkeypatch)
    tracking = tracking_template.copy_to(tmp_path)
    runtimes = {
        name: docker_archive(tmp_path / f"{name}.tar", [layer_tar({"opt/name": name.encode()})])
        for name in RUNTIMES.values()
    }
    archives = ", ".join(f"{name}: {path}" for name, path in runtimes.items())
    stack_file = tmp_path / "Pulumi.local.yaml"
    stack_file.write_text(STACK_FILE.format(environment="dev", archives=archives))
    (tmp_path / "Pulumi.yaml").touch()
    engine.deploy(
        {
            "urls": {
                "tracking": tracking.uri,
                "registry": registry_address,
                "objectStore": objects.url,
            },
            "models": {"car-loan": {"version": None, "image": None, "min": 2, "max": 4}},
            "objectStoreKeys": {"accessKeyId": "k", "secretAccessKey": "s"},
        }
    )
    for name in ("no_proxy", "NO_PROXY"):  # the command writes both: they are put back after it
        monkeypatch.setenv(name, os.environ.get(name, ""))
    monkeypatch.setenv("SLIPWAY_STATE", str(tmp_path / "no-state"))
    monkeypatch.setenv("SLIPWAY_CONFIG_FILE", str(stack_file))
    monkeypatch.chdir(tmp_path)
    return Desk(
        stack_file=stack_file,
        engine=engine,
        tracking=tracking,
        objects=objects,
        registry_address=registry_address,
    )


def outcome(result: Result) -> OutcomeDocument:
    """What a command printed for programs; progress must not be in it."""
    return OutcomeDocument.model_validate_json(result.stdout)
