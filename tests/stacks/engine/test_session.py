import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from slipway.stacks.engine.errors import EngineError, NoEngineError
from slipway.stacks.engine.session import StackSession
from tests.stacks.support.engine_folder import EngineFolder

CONFIG = """\
config:
  slipway:platform: {models: {car-loan: {}}}
  slipway:releases:
    car-loan: {version: 2, image: "i"}
"""


@pytest.fixture
def engine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EngineFolder:
    folder = EngineFolder.install(tmp_path / "engine", monkeypatch)
    folder.deploy({"urls": {"registry": "localhost:1"}, "models": {}})
    return folder


@pytest.fixture
def lines() -> list[str]:
    return []


@pytest.fixture
def session(tmp_path: Path, engine: EngineFolder, lines: list[str]) -> StackSession:
    assert engine.folder.is_dir()
    config = tmp_path / "Pulumi.local.yaml"
    config.write_text(CONFIG)
    return StackSession(
        stack="local", config_file=config, project=tmp_path, environment={}, echo=lines.append
    )


def test_up_asks_nothing_and_uses_the_stacks_own_file(
    session: StackSession, engine: EngineFolder, lines: list[str]
) -> None:
    session.up()
    call = engine.calls()[0]
    assert call[0] == "up"
    assert {"--yes", "--skip-preview", "--non-interactive"} <= set(call)
    assert call[call.index("--config-file") + 1] == str(session.config_file)
    assert call[call.index("--stack") + 1] == "local"
    assert lines == ["updating", "done"]
    assert session.outputs().models["car-loan"].version == 2


def test_a_preview_gives_the_clis_words(session: StackSession) -> None:
    assert session.preview() == "~ Deployment car-loan\n"


def test_a_failed_up_is_an_error_after_its_output_was_shown(
    session: StackSession, engine: EngineFolder, lines: list[str]
) -> None:
    engine.fail_next_up()
    with pytest.raises(EngineError, match="pulumi up, stack local: got exit code 255"):
        session.up()
    assert lines[-1] == "error: pod car-loan-x: ImagePullBackOff"


def test_a_stack_that_does_not_exist_is_told_in_the_engines_words(
    session: StackSession, engine: EngineFolder
) -> None:
    (engine.folder / "outputs.json").unlink()
    with pytest.raises(EngineError, match="no stack named 'local' found"):
        session.outputs()


def test_without_a_pulumi_the_remedy_is_named(
    session: StackSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(NoEngineError, match="got nothing on PATH"):
        session.outputs()
    with pytest.raises(NoEngineError, match="got nothing on PATH"):
        session.up()


@pytest.fixture
def heard() -> Iterator[None]:
    """A caller in the background may have chosen to ignore interrupts, and we inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heard")
def test_an_interrupt_reaches_pulumi_once_and_is_waited_for(
    session: StackSession, engine: EngineFolder, lines: list[str]
) -> None:
    engine.slow_down()
    waiting = threading.Event()

    def echo(line: str) -> None:
        lines.append(line)
        if line == "waiting":
            waiting.set()

    def interrupt() -> None:
        assert waiting.wait(20)
        os.kill(os.getpid(), signal.SIGINT)

    slow = StackSession(
        stack="local",
        config_file=session.config_file,
        project=session.project,
        environment={},
        echo=echo,
    )
    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        slow.up()
    thread.join()
    assert lines.count("cancelled: what had begun is finished") == 1
