"""Whole lives of small stacks on a real cluster, driven by the real CLI."""

from __future__ import annotations

import base64
import socket
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import yaml

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.cluster import Cluster, Write
from bootstrap.kubernetes_provider.document import Document, JsonObject
from bootstrap.kubernetes_provider.names import Reference
from tests.bootstrap.kubernetes_provider.manifests import MISSING_IMAGE, config_map

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.bootstrap.kubernetes_provider.stack import Stack

pytestmark = [pytest.mark.cluster, pytest.mark.engine]

PASSWORD = "correct horse battery staple"  # noqa: S105 # the secret of this test


@pytest.fixture
def live(stack: Stack, kubeconfig: Path, namespace: str, images: dict[str, str]) -> Iterator[Stack]:
    stack.variables |= {
        "TEST_KUBECONFIG": kubeconfig.read_text(),
        "TEST_NAMESPACE": namespace,
        "TEST_IMAGE": images["pause"],
    }
    yield stack
    stack.run("cancel", "--yes")


PLATFORM = f"""
inside = k8s.core.v1.Namespace("inside", opts=on)
where = {{"namespace": inside.metadata.name}}
password = Output.secret({PASSWORD!r})
login = k8s.core.v1.Secret("login", metadata=where, string_data={{"password": password}}, opts=on)
labels = {{"app": "web"}}
container = {{
    "name": "main",
    "image": os.environ["TEST_IMAGE"],
    "image_pull_policy": "IfNotPresent",
    "env": [{{"name": "PASSWORD", "value": password}}],
    "resources": {{"requests": {{"cpu": "1m"}}, "limits": {{"cpu": "1000m"}}}},
}}
pods = {{
    "metadata": {{"labels": labels}},
    "spec": {{"containers": [container], "termination_grace_period_seconds": 0}},
}}
web = k8s.apps.v1.Deployment(
    "web",
    metadata=where,
    spec={{"replicas": 2, "selector": {{"match_labels": labels}}, "template": pods}},
    opts=on,
)
door = k8s.core.v1.Service(
    "door",
    metadata=where,
    spec={{"type": "NodePort", "selector": labels, "ports": [{{"port": 80}}]}},
    opts=on,
)
pulumi.export("port", door.spec.ports[0].node_port)
pulumi.export("ready", web.status.ready_replicas)
pulumi.export("namespace", inside.metadata.name)
"""


def test_a_stack_lives_from_preview_to_destroy(live: Stack, cluster: Cluster) -> None:
    live.write(PLATFORM)
    shown = live.preview()
    assert shown.ok, shown.text
    assert "port     : [unknown]" in shown.text, "a dry run's port isn't the real one"

    made = live.up()
    assert made.ok, made.text
    outputs = live.outputs()
    assert outputs.number("ready") == 2
    assert outputs.number("port") >= 30000
    inside = Reference(kinds.NAMESPACE, "", outputs.text("namespace"))
    assert cluster.get(inside) is not None

    again = live.up("--expect-no-changes")
    assert again.ok, again.text
    refreshed = live.refresh("--expect-no-changes")
    assert refreshed.ok, refreshed.text

    written = live.everything_written()
    assert "stringData" in written, "the state was looked at"
    assert PASSWORD not in written
    assert base64.b64encode(PASSWORD.encode()).decode() not in written
    assert PASSWORD not in shown.text + made.text + again.text + refreshed.text

    gone = live.destroy()
    assert gone.ok, gone.text
    assert cluster.get(inside) is None


DEPLOYMENT = """
labels = {"app": os.environ.get("TEST_APP", "web")}
pods = {
    "metadata": {"labels": labels},
    "spec": {
        "containers": [{"name": "main", "image": os.environ["TEST_IMAGE"]}],
        "termination_grace_period_seconds": 0,
    },
}
annotations = {"pulumi.com/timeoutSeconds": os.environ.get("TEST_SECONDS", "60")}
web = k8s.apps.v1.Deployment(
    "web",
    metadata={"name": "web", "namespace": namespace, "annotations": annotations},
    spec={"replicas": 1, "selector": {"match_labels": labels}, "template": pods},
    opts=on,
)
"""


def test_a_wrong_image_ends_an_update_with_its_reason_and_the_next_one_repairs_it(
    live: Stack, cluster: Cluster, namespace: str, images: dict[str, str]
) -> None:
    live.write(DEPLOYMENT)
    assert live.up().ok
    live.variables |= {"TEST_IMAGE": MISSING_IMAGE, "TEST_SECONDS": "8"}
    failed = live.up()
    assert not failed.ok
    assert "ErrImagePull" in failed.text
    assert MISSING_IMAGE in failed.text
    web = cluster.get(Reference(kinds.DEPLOYMENT, namespace, "web"))
    assert web is not None
    assert web.number("status", "readyReplicas") == 1, "the old version serves"
    assert "ErrImagePull" in str(live.resource("Deployment").at("initErrors"))

    unhealthy = live.refresh()
    assert unhealthy.ok, unhealthy.text
    assert "unhealthy state" in unhealthy.text

    live.variables |= {"TEST_IMAGE": images["pause"], "TEST_SECONDS": "60"}
    repaired = live.up()
    assert repaired.ok, repaired.text
    assert live.resource("Deployment").at("initErrors") is None
    assert live.up("--expect-no-changes").ok


def test_an_immutable_field_replaces_a_named_object_after_deleting_it(live: Stack) -> None:
    live.write(DEPLOYMENT)
    assert live.up().ok
    before = live.resource("Deployment").text("outputs", "metadata", "uid")
    live.variables["TEST_APP"] = "other"
    shown = live.preview("--diff")
    assert shown.ok, shown.text
    assert "+-kubernetes:apps/v1:Deployment: (replace)" in shown.text
    assert "taken over" not in shown.text
    replaced = live.up()
    assert replaced.ok, replaced.text
    deletion, creation = replaced.text.find("deleting original"), replaced.text.find("replaced")
    assert 0 < deletion < creation
    assert live.resource("Deployment").text("outputs", "metadata", "uid") != before


def test_one_ctrl_c_saves_what_was_begun_and_the_next_update_goes_on(
    live: Stack, images: dict[str, str]
) -> None:
    live.write(DEPLOYMENT)
    live.variables["TEST_IMAGE"] = MISSING_IMAGE
    stopped = live.interrupt_up("0 available")
    assert not stopped.ok
    saved = live.resource("Deployment")
    assert saved.text("id").endswith("/web")
    assert "interrupted" in str(saved.at("initErrors"))
    live.variables["TEST_IMAGE"] = images["pause"]
    resumed = live.up()
    assert resumed.ok, resumed.text


MAP = """
imported = os.environ.get("TEST_IMPORT")
k8s.core.v1.ConfigMap(
    "settings",
    metadata={"name": "settings", "namespace": namespace},
    data={"a": os.environ.get("TEST_DATA", "1")},
    opts=Options(provider=provider, import_=imported),
)
"""


def by_hand(cluster: Cluster, namespace: str, **data: str) -> None:
    manifest: JsonObject = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        **config_map(namespace, **data),
    }
    reference = Reference(kinds.CONFIG_MAP, namespace, "settings")
    cluster.apply(reference, manifest, Write("somebody", force=True))


def test_an_object_made_by_hand_is_refused_then_imported(
    live: Stack, cluster: Cluster, namespace: str
) -> None:
    by_hand(cluster, namespace, a="1")
    live.write(MAP)
    refused = live.up()
    assert not refused.ok
    assert f"ConfigMap {namespace}/settings: got an object that exists" in refused.text

    live.variables["TEST_IMPORT"] = f"{namespace}/settings"
    imported = live.up()
    assert imported.ok, imported.text
    assert live.resource("ConfigMap").text("id") == f"{namespace}/settings"
    del live.variables["TEST_IMPORT"]
    assert live.up("--expect-no-changes").ok


def test_the_import_command_needs_no_program(live: Stack, cluster: Cluster, namespace: str) -> None:
    by_hand(cluster, namespace, a="1")
    live.write("")
    assert live.up().ok
    provider = live.resource("kubernetes").text("urn")
    done = live.run(
        "import",
        "kubernetes:core/v1:ConfigMap",
        "settings",
        f"{namespace}/settings",
        f"--provider=cluster={provider}",
        "--yes",
        "--skip-preview",
        "--protect=false",
        "--generate-code=false",
    )
    assert done.ok, done.text
    live.write(MAP)
    assert live.up("--expect-no-changes").ok


def test_drift_is_seen_by_a_refresh_and_undone_by_the_next_update(
    live: Stack, cluster: Cluster, namespace: str
) -> None:
    live.write(MAP)
    assert live.up().ok
    manager = live.resource("ConfigMap").text("outputs", "__fieldManager")
    reference = Reference(kinds.CONFIG_MAP, namespace, "settings")
    drifted: JsonObject = {"apiVersion": "v1", "kind": "ConfigMap", **config_map(namespace, a="9")}
    cluster.apply(reference, drifted, Write(manager))
    seen = live.refresh()
    assert seen.ok, seen.text
    assert live.resource("ConfigMap").text("inputs", "data", "a") == "9"
    assert live.up().ok
    undone = cluster.get(reference)
    assert undone is not None
    assert undone.texts("data") == {"a": "1"}


def test_an_object_is_looked_up_by_name(live: Stack, cluster: Cluster, namespace: str) -> None:
    by_hand(cluster, namespace, a="found")
    live.write(
        """
        found = k8s.core.v1.ConfigMap.get("theirs", f"{namespace}/settings", opts=on)
        pulumi.export("a", found.data["a"])
        """
    )
    made = live.up()
    assert made.ok, made.text
    assert live.outputs().text("a") == "found"
    assert live.destroy().ok
    assert cluster.get(Reference(kinds.CONFIG_MAP, namespace, "settings")) is not None


class Relay:
    """Passes connections on to the API server until it is closed: a cluster that can die."""

    def __init__(self, target: tuple[str, int]) -> None:
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def close(self) -> None:
        for end in [self._listener, *self._open]:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                caller, _ = self._listener.accept()
                server = socket.create_connection(self._target)
                self._open += [caller, server]
                for one, other in ((caller, server), (server, caller)):
                    threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@pytest.fixture
def mortal(live: Stack, kubeconfig: Path) -> Iterator[tuple[Stack, Relay]]:
    """The live stack on a cluster behind a relay."""
    content = yaml.safe_load(kubeconfig.read_text())
    entry = Document(content).children("clusters")[0].child("cluster")
    host, _, port = entry.text("server").removeprefix("https://").partition(":")
    relay = Relay((host, int(port)))
    content["clusters"][0]["cluster"]["server"] = f"https://127.0.0.1:{relay.port}"
    live.variables["TEST_KUBECONFIG"] = yaml.safe_dump(content)
    yield live, relay
    relay.close()


def test_a_dead_cluster_s_objects_are_dropped_where_the_settings_say_so(
    mortal: tuple[Stack, Relay], cluster: Cluster, namespace: str
) -> None:
    stack, relay = mortal
    stack.variables["TEST_DROP"] = "yes"
    stack.write(MAP)
    made = stack.up()
    assert made.ok, made.text
    relay.close()
    gone = stack.destroy()
    assert gone.ok, gone.text
    assert f"ConfigMap {namespace}/settings dropped from the state without deleting" in gone.text
    assert cluster.get(Reference(kinds.CONFIG_MAP, namespace, "settings")) is not None


def test_a_dead_cluster_s_objects_are_kept_otherwise(mortal: tuple[Stack, Relay]) -> None:
    stack, relay = mortal
    stack.write(MAP)
    assert stack.up().ok
    relay.close()
    refused = stack.destroy()
    assert not refused.ok
    assert "no answer from https://127.0.0.1" in refused.text
    assert "deleteUnreachable" in refused.text
    assert stack.resource("ConfigMap").text("id")


def test_a_cluster_that_comes_back_takes_lost_objects_over_again(
    mortal: tuple[Stack, Relay], kubeconfig: Path
) -> None:
    stack, relay = mortal
    stack.variables["TEST_DROP"] = "yes"
    stack.write(MAP)
    assert stack.up().ok
    relay.close()
    dropped = stack.refresh()
    assert dropped.ok, dropped.text
    assert stack.resource("ConfigMap").root == {}
    stack.variables["TEST_KUBECONFIG"] = kubeconfig.read_text()
    back = stack.up()
    assert back.ok, back.text
    assert "made by an interrupted run of this resource; taken over" in back.text
