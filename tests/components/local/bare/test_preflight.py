import json
import socket
from pathlib import Path

import pytest

from slipway.components.local.bare import preflight
from slipway.components.local.bare.forward import Forward
from slipway.components.local.bare.layout import Layout
from slipway.components.local.errors import (
    AddressInUseError,
    NotRootError,
    PortInUseError,
    ToolMissingError,
)
from tests.components.local.support.runner import RecordingRunner
from tests.components.local.support.specs import bare_spec

LAYOUT = Layout.of(bare_spec(index=5))


def routes(*entries: tuple[str, str]) -> RecordingRunner:
    text = json.dumps([{"dst": target, "dev": device} for target, device in entries])
    return RecordingRunner(lambda _: text)


def test_a_network_of_somebody_else_is_refused_by_its_device() -> None:
    runner = routes(("default", "eth0"), ("10.89.0.0/16", "vpn0"))
    with pytest.raises(AddressInUseError, match=r"10\.89\.5\.0/24: got it in use by vpn0"):
        preflight.check_network(LAYOUT, runner)


def test_our_own_device_and_other_networks_are_no_conflict() -> None:
    runner = routes(("default", "eth0"), ("10.89.5.0/24", "slipway5"), ("10.89.6.0/24", "slipway6"))
    preflight.check_network(LAYOUT, runner)
    assert runner.commands == ["ip -json -4 route show table all"]


def test_every_taken_port_is_named_with_who_holds_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        forward = Forward("api", ("10.89.5.10",), str(port), tmp_path)
        with pytest.raises(PortInUseError, match=rf"{port} \(process \d+, "):
            preflight.check_ports((forward,))
    preflight.check_ports((forward,))


def test_missing_programs_are_listed_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 0)
    spec = bare_spec()
    with pytest.raises(ToolMissingError, match=r"kube-apiserver, .*cni/ptp"):
        preflight.check_tools(spec)


def test_another_user_than_root_is_told_so_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    with pytest.raises(NotRootError, match="got uid 1000; expected root"):
        preflight.check_tools(bare_spec())
