"""Where a stack's images go, before and after it is up."""

from pathlib import Path

import pytest

from slipway.stacks.config.platform import OpenSourcePlatformConfig
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.engine.session import StackSession
from slipway.stacks.images.errors import NoRegistryError
from slipway.stacks.images.stack_registry import stack_registry
from tests.stacks.support.engine_folder import EngineFolder

AWS = {"kind": "aws", "region": "eu-central-1", "account": "111122223333"}
ADOPTED = "444455556666.dkr.ecr.eu-west-1.amazonaws.com/team"


def _config(target: dict[str, object]) -> StackConfig:
    platform = OpenSourcePlatformConfig.model_validate({"variant": "open-source", "target": target})
    return StackConfig(
        stack="local", platform=platform, releases={}, rejected={}, images={}, machine=None
    )


def _session(folder: Path) -> StackSession:
    return StackSession(
        stack="local",
        config_file=folder / "Pulumi.local.yaml",
        project=folder,
        environment={},
        echo=lambda _line: None,
    )


@pytest.mark.parametrize(
    ("target", "registry"),
    [
        ({"kind": "kubernetes", "registry": "registry.test/ml"}, "registry.test/ml"),
        (AWS, "111122223333.dkr.ecr.eu-central-1.amazonaws.com"),
        (
            {**AWS, "region": "cn-north-1"},
            "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn",
        ),
        ({**AWS, "adopt": {"registry": ADOPTED}}, ADOPTED),
    ],
)
def test_a_registry_that_the_config_knows_needs_no_deployed_stack(
    tmp_path: Path, target: dict[str, object], registry: str
) -> None:
    assert str(stack_registry(_config(target), _session(tmp_path))) == registry


@pytest.mark.parametrize("target", [{"kind": "local"}, {"kind": "kubernetes"}])
def test_otherwise_the_stacks_outputs_say_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, target: dict[str, object]
) -> None:
    engine = EngineFolder.install(tmp_path / "engine", monkeypatch)
    engine.deploy({"urls": {"registry": "http://127.0.0.1:30000/"}})
    assert str(stack_registry(_config(target), _session(tmp_path))) == "127.0.0.1:30000"


@pytest.mark.parametrize("outputs", [None, {}, {"urls": {}}])
def test_a_stack_that_knows_none_yet_is_told_to_name_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, outputs: dict[str, object] | None
) -> None:
    engine = EngineFolder.install(tmp_path / "engine", monkeypatch)
    if outputs is not None:
        engine.deploy(outputs)
    with pytest.raises(NoRegistryError, match=r"registry of stack local: got none.*with --to"):
        stack_registry(_config({"kind": "local"}), _session(tmp_path))
