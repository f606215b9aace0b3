"""The network that joins host, control plane and nodes: a switch inside the control sandbox."""

import json
from collections.abc import Sequence
from typing import Final

from slipway.components.local.bare.layout import CONTROL, SERVICE_CIDR, Layout, pod_cidr
from slipway.components.local.commands import Runner, inside
from slipway.components.local.errors import DeviceInUseError

_SWITCH: Final = "switch"


def attach(layout: Layout, pids: dict[str, int], fresh: frozenset[str], runner: Runner) -> None:
    """Join every sandbox that isn't joined yet; what is joined stays connected.

    The host gets one device with one address, and neither route, rule nor setting beside it.
    """
    control = pids[CONTROL]
    if _SWITCH not in _devices(runner, control):
        _batch(runner, control, (f"link add {_SWITCH} type bridge forward_delay 0",))
    _batch(runner, control, _address_lines(layout.address(CONTROL), _SWITCH))
    if layout.device not in _devices(runner, None):
        _batch(
            runner,
            None,
            (
                f"link add {layout.device} type veth peer name host netns {control}",
                f"link set {layout.device} alias {owner(layout)}",
            ),
        )
    _batch(runner, None, _address_lines(layout.gateway, layout.device))
    _batch(runner, control, (f"link set host master {_SWITCH} up",))
    for node in layout.nodes:
        if {CONTROL, node} & fresh:
            # The kernel keeps a dead namespace, and its end of the link, for minutes while a
            # connection in it waits for an answer.
            _cut(runner, control, node)
            _cut(runner, pids[node], "eth0")
        _attach_node(layout, pids, node, runner)
    _route(layout, pids, runner)


def release(layout: Layout, runner: Runner) -> None:
    """Remove the host's device of a control plane that is dead, unless it is somebody else's."""
    found = _details(runner).get(layout.device)
    if found is None:
        return
    if found != owner(layout):
        raise DeviceInUseError(layout.device, found)
    _cut(runner, None, layout.device)


def present(layout: Layout, runner: Runner) -> bool:
    """Whether the host's device is there, and ours."""
    return _details(runner).get(layout.device) == owner(layout)


def owner(layout: Layout) -> str:
    """What the host's device says about whose it is."""
    return f"slipway:{layout.state}"


def _cut(runner: Runner, pid: int | None, device: str) -> None:
    if device in _devices(runner, pid):
        _batch(runner, pid, (f"link delete {device}",))


def _details(runner: Runner) -> dict[str, str]:
    """The mark of every device of the host."""
    links = json.loads(runner.run("ip", "-json", "link"))
    return {str(link["ifname"]): str(link.get("ifalias", "")) for link in links}


def _attach_node(layout: Layout, pids: dict[str, int], node: str, runner: Runner) -> None:
    control, pid = pids[CONTROL], pids[node]
    if "eth0" not in _devices(runner, pid):
        _batch(runner, control, (f"link add {node} type veth peer name eth0 netns {pid}",))
    _batch(runner, control, (f"link set {node} master {_SWITCH} up",))
    _batch(
        runner,
        pid,
        (
            *_address_lines(layout.address(node), "eth0"),
            # Programs of the node reach services too; the address is rewritten before it leaves.
            f"route replace {SERVICE_CIDR} dev eth0",
            # There is no way out: say so at once, rather than let connections wait.
            "route replace unreachable default metric 1000",
        ),
    )


def _address_lines(address: str, device: str) -> Sequence[str]:
    return (f"address replace {address}/24 dev {device}", f"link set {device} up")


def _route(layout: Layout, pids: dict[str, int], runner: Runner) -> None:
    for sandbox, pid in pids.items():
        lines = [
            f"route replace {pod_cidr(node)} via {layout.address(node)}"
            for node in layout.nodes
            if node != sandbox
        ]
        _batch(runner, pid, lines)


def _enter(pid: int | None, *command: str) -> Sequence[str]:
    return command if pid is None else inside(pid, *command, only_network=True)


def _devices(runner: Runner, pid: int | None) -> frozenset[str]:
    listing = runner.run(*_enter(pid, "ip", "-brief", "link"))
    return frozenset(line.split()[0].partition("@")[0] for line in listing.splitlines() if line)


def _batch(runner: Runner, pid: int | None, lines: Sequence[str]) -> None:
    if lines:
        runner.run(*_enter(pid, "ip", "-batch", "-"), feed="\n".join(lines) + "\n")
