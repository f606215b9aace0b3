import json

import pytest

from slipway.components.local.bare import network
from slipway.components.local.bare.layout import Layout
from slipway.components.local.errors import DeviceInUseError
from tests.components.local.support.runner import RecordingRunner
from tests.components.local.support.specs import bare_spec

LAYOUT = Layout.of(bare_spec(nodes=2, index=4))
PIDS = {"control": 100, "node1": 101, "node2": 102}
EVERYTHING = frozenset(PIDS)


class Machine:
    """Devices per namespace, by the process that a command enters; the host is 0."""

    def __init__(self, devices: dict[int, set[str]] | None = None, alias: str = "") -> None:
        self.devices = devices or {}
        self.alias = alias
        self.runner = RecordingRunner(self.answer)

    def answer(self, line: str) -> str:
        if line == "ip -json link":
            names = self.devices.get(0, set())
            return json.dumps([{"ifname": name, "ifalias": self.alias} for name in names])
        if line.endswith("ip -brief link"):
            return "\n".join(
                f"{name}@if2 UP" for name in self.devices.get(self.entered(line), set())
            )
        return ""

    @staticmethod
    def entered(line: str) -> int:
        return int(line.split("--target=")[1].split(maxsplit=1)[0]) if "--target=" in line else 0

    def batches(self, pid: int) -> str:
        commands = [line for line in self.runner.commands if "-batch" in line]
        return "".join(
            fed
            for line, fed in zip(commands, self.runner.fed, strict=True)
            if self.entered(line) == pid
        )


def test_the_host_gets_one_marked_device_with_one_address_and_nothing_else() -> None:
    machine = Machine()
    network.attach(LAYOUT, PIDS, EVERYTHING, machine.runner)
    assert machine.batches(0).splitlines() == [
        "link add slipway4 type veth peer name host netns 100",
        "link set slipway4 alias slipway:/state",
        "address replace 10.89.4.1/24 dev slipway4",
        "link set slipway4 up",
    ]


def test_every_namespace_reaches_the_pods_of_every_other_node() -> None:
    machine = Machine()
    network.attach(LAYOUT, PIDS, EVERYTHING, machine.runner)
    to_first, to_second = (
        f"route replace 10.244.{number}.0/24 via 10.89.4.1{number}" for number in (1, 2)
    )
    assert to_first in machine.batches(100)
    assert to_second in machine.batches(100)
    assert to_second in machine.batches(101)
    assert to_first not in machine.batches(101)


def test_a_node_knows_at_once_that_there_is_no_way_out() -> None:
    machine = Machine()
    network.attach(LAYOUT, PIDS, EVERYTHING, machine.runner)
    assert "route replace unreachable default" in machine.batches(101)


def test_what_is_joined_is_neither_cut_nor_made_again() -> None:
    machine = Machine(
        {0: {"slipway4"}, 100: {"switch", "host", "node1", "node2"}, 101: {"eth0"}, 102: {"eth0"}}
    )
    network.attach(LAYOUT, PIDS, frozenset(), machine.runner)
    everything = "".join(machine.runner.fed)
    assert "link add" not in everything
    assert "link delete" not in everything


def test_links_to_a_dead_sandbox_are_cut_on_the_side_that_lives() -> None:
    machine = Machine({0: {"slipway4"}, 100: {"switch", "host", "node1", "node2"}, 101: {"eth0"}})
    network.attach(LAYOUT, PIDS, frozenset({"node2"}), machine.runner)
    assert "link delete node2" in machine.batches(100)
    assert "link add node2 type veth peer name eth0 netns 102" in machine.batches(100)
    assert "link delete node1" not in machine.batches(100)


def test_the_device_of_a_dead_cluster_of_ours_is_removed() -> None:
    machine = Machine({0: {"slipway4"}}, alias="slipway:/state")
    assert network.present(LAYOUT, machine.runner)
    network.release(LAYOUT, machine.runner)
    assert machine.batches(0) == "link delete slipway4\n"


def test_the_device_of_another_clone_is_refused_by_its_owners_name() -> None:
    machine = Machine({0: {"slipway4"}}, alias="slipway:/other/state")
    assert not network.present(LAYOUT, machine.runner)
    with pytest.raises(DeviceInUseError, match="slipway4: got one that belongs to slipway:/other"):
        network.release(LAYOUT, machine.runner)
    assert machine.batches(0) == ""
