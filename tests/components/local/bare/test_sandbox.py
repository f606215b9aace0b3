import os
from pathlib import Path

import pytest

from slipway.components.local.bare.init.spec import Bind, SandboxSpec
from slipway.components.local.bare.sandbox import Sandbox
from slipway.components.local.errors import ProgramFailedError

pytestmark = pytest.mark.bare


def spec(state: Path, *binds: Bind) -> SandboxSpec:
    return SandboxSpec(
        name="test",
        address="203.0.113.7",  # never there: no program starts
        run=str(state / "run"),
        keep=str(state),
        environment={"PATH": os.environ["PATH"]},
        binds=binds,
        programs=(),
    )


def test_a_sandbox_has_its_own_name_network_processes_and_files(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    sandbox = Sandbox("test", tmp_path / "run")
    sandbox.start(spec(tmp_path, Bind(source=str(data), target="/var/lib/its-own")), tmp_path)
    try:
        identity = sandbox.identity()
        assert identity is not None
        assert identity.network != os.readlink("/proc/self/ns/net")  # noqa: PTH115 -- no file
        inside = Path(f"/proc/{identity.pid}/root")
        (inside / "var/lib/its-own/kept").touch()
        (inside / "var/lib/its-own-habit").touch()
        assert (data / "kept").exists()
        assert not Path("/var/lib/its-own").exists()
        assert not Path("/var/lib/its-own-habit").exists()
        assert (inside / "proc/sys/vm/overcommit_memory").read_text() == "1\n"
        (inside / "proc/sys/vm/overcommit_memory").write_text("2\n")
        assert Path("/proc/sys/vm/overcommit_memory").read_text() != "2\n"
    finally:
        sandbox.stop(10)
    assert sandbox.identity() is None


def test_a_sandbox_that_cannot_stand_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    sandbox = Sandbox("test", tmp_path / "run")
    wrong = spec(tmp_path, Bind(source=str(tmp_path), target="/proc/nowhere"))
    with pytest.raises(ProgramFailedError, match="/proc/nowhere"):
        sandbox.start(wrong, tmp_path)
    assert sandbox.identity() is None
