"""What becomes of the stack file when the way to a running release is broken off."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from slipway.serving.release.image.address import RegistryAddress
from slipway.serving.release.image.registry import ImageRegistry
from slipway.serving.release.object_store import ObjectStore
from slipway.serving.release.registry.mlflow_registry import MlflowRegistry
from slipway.stacks.config.loader import load
from slipway.stacks.config.release import Release
from slipway.stacks.config.sources import from_file
from slipway.stacks.engine.errors import EngineError
from slipway.stacks.engine.outputs import StackOutputs
from slipway.stacks.releases.apply import Consent, apply_release
from slipway.stacks.releases.errors import NotAppliedError
from slipway.stacks.releases.workplace import Workplace

IMAGE = f"localhost:30000/car-loan@sha256:{'a' * 64}"
FILE = f"""\
config:
  slipway:platform:
    variant: open-source
    target: {{kind: local}}
    models: {{car-loan: {{}}}}
  slipway:releases:
    car-loan: {{version: 1, image: "{IMAGE}"}}   # reviewed
"""


@dataclass
class _Engine:
    """Fails as it is told, and keeps what the file pinned at each run."""

    path: Path
    preview_fault: BaseException | None = None
    up_faults: list[BaseException | None] = field(default_factory=list)
    seen: list[str] = field(default_factory=list)

    def preview(self) -> str:
        if self.preview_fault is not None:
            raise self.preview_fault
        return ""

    def up(self) -> None:
        self.seen.append("version: 2" if "version: 2" in self.path.read_text() else "version: 1")
        fault = self.up_faults.pop(0) if self.up_faults else None
        if fault is not None:
            raise fault


@pytest.fixture
def engine(tmp_path: Path) -> _Engine:
    path = tmp_path / "Pulumi.local.yaml"
    path.write_text(FILE)
    return _Engine(path=path)


def _apply(engine: _Engine, ask: Callable[[str], bool] = lambda _question: True) -> bool:
    outputs = StackOutputs(
        stack="local",
        urls={},
        models={},
        tracking_login=None,
        object_store_keys=None,
        kubeconfig=None,
    )
    with ImageRegistry("localhost:1") as images:
        workplace = Workplace(
            config=load(from_file(engine.path)),
            stack_file=engine.path,
            outputs=outputs,
            engine=engine,
            registry=MlflowRegistry("http://127.0.0.1:1"),
            images=images,
            address=RegistryAddress(host="localhost:1"),
            objects=ObjectStore(endpoint="", access_key_id="", secret_access_key=""),
            echo=lambda _line: None,
        )
        return apply_release(
            workplace, "car-loan", Release(version=2, image=IMAGE), Consent(ask=ask)
        )


def _interrupted(_question: str) -> bool:
    raise KeyboardInterrupt


def test_a_release_that_comes_through_stays_written(engine: _Engine) -> None:
    assert _apply(engine)
    assert engine.seen == ["version: 2"]
    assert "car-loan: {version: 2" in engine.path.read_text()


def test_ctrl_c_during_up_restores_the_file(engine: _Engine) -> None:
    engine.up_faults = [KeyboardInterrupt()]
    with pytest.raises(KeyboardInterrupt):
        _apply(engine)
    assert engine.path.read_text() == FILE
    assert engine.seen == ["version: 2"]


def test_ctrl_c_at_the_question_restores_the_file(engine: _Engine) -> None:
    with pytest.raises(KeyboardInterrupt):
        _apply(engine, ask=_interrupted)
    assert engine.path.read_text() == FILE
    assert engine.seen == []


def test_a_preview_that_fails_restores_the_file(engine: _Engine) -> None:
    engine.preview_fault = EngineError("preview", "local", 255)
    with pytest.raises(EngineError):
        _apply(engine)
    assert engine.path.read_text() == FILE


def test_a_failed_up_runs_again_with_what_served_before(engine: _Engine) -> None:
    engine.up_faults = [EngineError("up", "local", 255)]
    with pytest.raises(NotAppliedError, match=r"pins version 1 again.*was cleared"):
        _apply(engine)
    assert engine.seen == ["version: 2", "version: 1"]
    assert engine.path.read_text() == FILE


def test_when_clearing_fails_too_both_are_told(engine: _Engine) -> None:
    engine.up_faults = [EngineError("up", "local", 255), EngineError("up", "local", 7)]
    with pytest.raises(NotAppliedError, match=r"exit code 255[\s\S]*exit code 7"):
        _apply(engine)
    assert engine.path.read_text() == FILE
