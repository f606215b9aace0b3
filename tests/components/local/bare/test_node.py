import json
from pathlib import Path
from typing import Any

import pytest

from slipway.components.local.bare import control_plane, node
from slipway.components.local.bare.init.spec import SandboxSpec
from slipway.components.local.bare.layout import Layout
from slipway.components.local.bare.pki import Pki
from slipway.components.local.spec import ClusterSpec
from tests.components.local.support.specs import bare_spec


@pytest.fixture
def spec(tmp_path: Path) -> ClusterSpec:
    return bare_spec(tmp_path, nodes=2)


def described(spec: ClusterSpec, name: str = "node2") -> SandboxSpec:
    layout = Layout.of(spec)
    return node.describe(spec, layout, Pki.ensure(layout), name)


def read(spec: ClusterSpec, name: str) -> Any:
    return json.loads((spec.state / "node2" / "config" / name).read_text())


def test_its_pods_have_their_own_range_and_addresses_that_go_with_the_sandbox(
    spec: ClusterSpec,
) -> None:
    described(spec)
    links, ports = read(spec, "cni/10-slipway.conflist")["plugins"]
    assert links["ipam"]["ranges"] == [[{"subnet": "10.244.2.0/24"}]]
    assert links["ipam"]["dataDir"].startswith("/run/")
    assert links["ipMasq"] is False
    assert ports["type"] == "portmap"


def test_kubelet_works_on_both_generations_of_cgroups_below_a_root_of_ours(
    spec: ClusterSpec,
) -> None:
    described(spec)
    kubelet = read(spec, "kubelet.json")
    assert kubelet["cgroupRoot"] == "/slipway/node2"
    assert kubelet["cgroupDriver"] == "cgroupfs"
    assert kubelet["failCgroupV1"] is False


def test_kubelet_serves_nobody_without_a_name(spec: ClusterSpec) -> None:
    described(spec)
    kubelet = read(spec, "kubelet.json")
    assert kubelet["authentication"]["anonymous"] == {"enabled": False}
    assert kubelet["authorization"] == {"mode": "Webhook"}


def test_images_that_cannot_be_fetched_again_are_never_thrown_away(spec: ClusterSpec) -> None:
    described(spec)
    assert read(spec, "kubelet.json")["imageGCHighThresholdPercent"] == 100


def test_the_size_of_the_machines_connection_table_is_left_alone(spec: ClusterSpec) -> None:
    described(spec)
    proxy = read(spec, "proxy.json")
    assert proxy["conntrack"] == {"maxPerCore": 0, "min": 0}
    assert proxy["iptables"] == {"localhostNodePorts": True}


def test_containerd_uses_our_pause_image_and_the_registry_on_the_first_node_port(
    spec: ClusterSpec,
) -> None:
    described(spec)
    config = spec.state / "node2" / "config"
    text = (config / "containerd.toml").read_text()
    assert 'sandbox_image = "slipway.local/pause:1"' in text
    assert "restrict_oom_score_adj = true" in text
    assert "disable_apparmor = true" in text
    assert (config / "certs.d" / "localhost:30000" / "hosts.toml").read_text() == (
        'server = "http://localhost:30000"\n'
    )


def test_what_programs_keep_lies_in_the_state_folder(spec: ClusterSpec) -> None:
    places = {bind.target: bind.source for bind in described(spec).binds}
    assert set(places) == {
        "/var/lib/containerd",
        "/var/lib/kubelet",
        "/var/lib/slipway/volumes",
        "/var/log",
    }
    assert all(Path(source).is_relative_to(spec.state / "node2") for source in places.values())


def test_kubelet_waits_for_containerd_and_the_api_server(spec: ClusterSpec) -> None:
    kubelet = next(p for p in described(spec).programs if p.name == "kubelet")
    assert [gate.url for gate in kubelet.after] == [
        "unix:///run/containerd/containerd.sock",
        "https://10.89.0.10:6443/readyz",
    ]


def test_a_node_reports_often_enough_not_to_be_given_up(spec: ClusterSpec) -> None:
    described(spec)
    assert read(spec, "kubelet.json")["nodeLeaseDurationSeconds"] == control_plane.LEASE_SECONDS


def test_its_files_with_keys_are_for_root_alone(spec: ClusterSpec) -> None:
    described(spec)
    config = spec.state / "node2" / "config"
    modes = {path.name: path.stat().st_mode & 0o777 for path in config.iterdir() if path.is_file()}
    assert set(modes.values()) == {0o600}
    assert {"kubelet.kubeconfig", "proxy.kubeconfig"} <= modes.keys()
