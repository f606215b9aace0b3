"""Pods on a bare cluster of two nodes: names, ports, volumes, metrics, and the loss of a node."""

import dataclasses
import time
import urllib.request
from collections.abc import Callable, Iterator
from string import Template

import pytest

from slipway.components.local.bare.driver import BareDriver
from slipway.components.local.errors import ProgramFailedError
from tests.components.local.support.live import live_spec, quiet

pytestmark = pytest.mark.bare

WORKLOADS = Template("""
apiVersion: v1
kind: ConfigMap
metadata: {name: web}
data:
  Corefile: |
    .:1053 {
      health :8080
    }
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      topologySpreadConstraints:
        - maxSkew: 1
          topologyKey: kubernetes.io/hostname
          whenUnsatisfiable: DoNotSchedule
          labelSelector: {matchLabels: {app: web}}
      containers:
        - name: web
          image: $coredns
          args: [-conf, /etc/web/Corefile]
          readinessProbe: {httpGet: {path: /health, port: 8080}, periodSeconds: 1}
          volumeMounts: [{name: config, mountPath: /etc/web}]
      volumes: [{name: config, configMap: {name: web}}]
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec:
  type: NodePort
  selector: {app: web}
  ports: [{port: 80, targetPort: 8080, nodePort: $port}]
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 10Mi}}}
---
apiVersion: v1
kind: Pod
metadata: {name: writer}
spec:
  nodeSelector: {kubernetes.io/hostname: node1}
  terminationGracePeriodSeconds: 0
  containers:
    - name: writer
      image: $shell
      command: [sh, -c, "echo line >> /data/lines; echo written; exec sleep 100000"]
      volumeMounts: [{name: data, mountPath: /data}]
  volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]
""")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[BareDriver]:
    state = tmp_path_factory.mktemp("cluster")
    bare = BareDriver(live_spec(state, index=11, api_port=16459, nodes=2))
    try:
        bare.ensure(quiet)
        bare.kubectl.apply(
            WORKLOADS.substitute(
                coredns=bare.spec.image("coredns").reference,
                shell=bare.spec.image("local-path-provisioner").reference,
                port=web_port(bare),
            )
        )
        bare.kubectl.run("rollout", "status", "deployment/web", "--timeout=120s")
        bare.kubectl.run("wait", "--for=condition=Ready", "pod/writer", "--timeout=120s")
        yield bare
    finally:
        bare.remove(quiet)


def web_port(driver: BareDriver) -> int:
    return driver.spec.node_ports.first + 2


def web_answers(driver: BareDriver) -> str:
    """What the service says now; nothing when it doesn't answer."""
    url = f"http://127.0.0.1:{web_port(driver)}/health"
    try:
        with urllib.request.urlopen(url, timeout=5) as reply:
            text: str = reply.read().decode()
            return text
    except OSError:
        return ""


def inside(driver: BareDriver, script: str) -> str:
    return driver.kubectl.run("exec", "writer", "--", "sh", "-c", script).strip()


def until(seconds: float, done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + seconds
    while not done():
        assert time.monotonic() < deadline, f"not within {seconds} s"
        time.sleep(1)


def test_a_service_answers_on_its_port_of_this_machine(driver: BareDriver) -> None:
    assert {web_answers(driver) for _ in range(8)} == {"OK"}


def test_a_pod_finds_services_by_name_and_no_other_name(driver: BareDriver) -> None:
    address = driver.kubectl.run("get", "service", "web", "--output=jsonpath={.spec.clusterIP}")
    assert inside(driver, "getent hosts web.default.svc").split()[0] == address
    began = time.monotonic()
    with pytest.raises(ProgramFailedError):
        inside(driver, "getent hosts example.com")
    assert time.monotonic() - began < 3, "refused at once, not after a time-out"


def test_logs_and_commands_reach_the_pod(driver: BareDriver) -> None:
    assert driver.kubectl.run("logs", "writer").strip() == "written"
    assert inside(driver, "cat /data/lines") == "line"


def test_metrics_are_served_for_every_node(driver: BareDriver) -> None:
    def known() -> bool:
        return "node1" in (text := driver.kubectl.run("top", "nodes")) and "node2" in text

    until(90, known)


def test_pods_of_two_nodes_have_addresses_of_their_nodes_range(driver: BareDriver) -> None:
    query = "--output=jsonpath={range .items[*]}{.spec.nodeName} {.status.podIP}{'\\n'}{end}"
    found = driver.kubectl.run("get", "pods", "--selector=app=web", query).split()
    ranges = {
        name: address.rpartition(".")[0] for name, address in zip(*[iter(found)] * 2, strict=True)
    }
    assert ranges == {"node1": "10.244.1", "node2": "10.244.2"}


def test_a_lost_node_is_noticed_and_comes_back_with_a_start(driver: BareDriver) -> None:
    driver.kill_node("node2")
    assert driver.condition().detail == "not running: node2"

    def noticed() -> bool:
        return [node.ready for node in driver.kubectl.nodes()] == [True, False]

    until(120, noticed)
    # Its pod's address is no longer served: what is left answers every time.
    until(30, lambda: {web_answers(driver) for _ in range(8)} == {"OK"})
    driver.ensure(quiet)
    assert [node.ready for node in driver.kubectl.nodes()] == [True, True]


def test_volumes_and_pods_are_back_after_everything_was_killed_at_once(driver: BareDriver) -> None:
    for name in driver.layout.sandboxes:
        driver.sandbox(name).kill()
    driver.ensure(quiet)
    assert inside(driver, "cat /data/lines") == "line\nline"
    assert web_answers(driver) == "OK"


def test_a_cluster_of_fewer_nodes_loses_the_last_one_with_its_data(driver: BareDriver) -> None:
    smaller = BareDriver(dataclasses.replace(driver.spec, nodes=1))
    smaller.ensure(quiet)
    assert [node.name for node in smaller.kubectl.nodes()] == ["node1"]
    assert not (driver.layout.state / "node2").exists()
    assert inside(driver, "cat /data/lines") == "line\nline"
