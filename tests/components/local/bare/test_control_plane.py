import dataclasses
import json
from pathlib import Path

import pytest

from slipway.components.local.bare import control_plane
from slipway.components.local.bare.init.spec import Program, SandboxSpec
from slipway.components.local.bare.layout import Layout
from slipway.components.local.bare.pki import Pki
from slipway.components.local.spec import ClusterSpec
from tests.components.local.support.specs import bare_spec


@pytest.fixture
def spec(tmp_path: Path) -> ClusterSpec:
    return bare_spec(tmp_path, index=3)


def described(spec: ClusterSpec) -> SandboxSpec:
    layout = Layout.of(spec)
    return control_plane.describe(spec, layout, Pki.ensure(layout))


def program(sandbox: SandboxSpec, name: str) -> Program:
    return next(one for one in sandbox.programs if one.name == name)


def options(sandbox: SandboxSpec, name: str) -> dict[str, str]:
    words = program(sandbox, name).command[1:]
    return dict(word.removeprefix("--").split("=", 1) for word in words)


def test_the_api_server_serves_nobody_without_a_name_except_for_its_health(
    spec: ClusterSpec,
) -> None:
    told = options(described(spec), "kube-apiserver")
    anonymous = json.loads(Path(told["authentication-config"]).read_text())["anonymous"]
    assert [rule["path"] for rule in anonymous["conditions"]] == ["/livez", "/readyz", "/healthz"]
    assert told["authorization-mode"] == "Node,RBAC"
    assert "NodeRestriction" in told["enable-admission-plugins"]


def test_secrets_are_encrypted_with_a_key_that_survives_restarts(spec: ClusterSpec) -> None:
    path = Path(options(described(spec), "kube-apiserver")["encryption-provider-config"])
    first = path.read_text()
    assert next(iter(json.loads(first)["resources"][0]["providers"][0])) == "secretbox"
    assert path.stat().st_mode & 0o777 == 0o600
    described(spec)
    assert path.read_text() == first


def test_it_listens_where_the_hosts_port_leads(spec: ClusterSpec) -> None:
    told = options(described(spec), "kube-apiserver")
    assert told["advertise-address"] == "10.89.3.10"
    assert told["secure-port"] == str(spec.api_port)
    assert told["service-node-port-range"] == "30000-30031"


def test_controllers_wait_for_the_api_server_and_it_for_its_store(spec: ClusterSpec) -> None:
    sandbox = described(spec)
    assert [gate.url for gate in program(sandbox, "kube-apiserver").after] == [
        "http://127.0.0.1:2379/health"
    ]
    for name in ("kube-controller-manager", "kube-scheduler"):
        (gate,) = program(sandbox, name).after
        assert gate.url == "https://10.89.3.10:6443/readyz"


def test_nothing_of_the_hosts_holds_what_controllers_write(spec: ClusterSpec) -> None:
    told = options(described(spec), "kube-controller-manager")
    assert told["flex-volume-plugin-dir"].startswith("/var/lib/")
    assert told["leader-elect"] == "false"


def test_a_lost_node_is_given_up_early_only_where_another_one_can_take_over(
    spec: ClusterSpec,
) -> None:
    option = "node-monitor-grace-period"
    assert option not in options(described(spec), "kube-controller-manager")
    two = options(described(dataclasses.replace(spec, nodes=2)), "kube-controller-manager")
    assert two[option] == f"{control_plane.LEASE_SECONDS}s"


def test_the_store_waits_for_the_disk_unless_told_otherwise(spec: ClusterSpec) -> None:
    careless = dataclasses.replace(spec, durable=False)
    assert "--unsafe-no-fsync" not in program(described(spec), "etcd").command
    assert "--unsafe-no-fsync" in program(described(careless), "etcd").command


def test_the_description_changes_with_a_certificate_and_with_nothing_else(
    spec: ClusterSpec,
) -> None:
    first = described(spec)
    assert described(spec) == first
    (spec.state / "pki" / "api-server.crt").unlink()
    assert described(spec) != first


def test_no_key_is_part_of_the_description(spec: ClusterSpec) -> None:
    text = described(spec).to_json()
    assert "PRIVATE" not in text
    assert (spec.state / "pki" / "secretbox.key").read_text() not in text
