"""Real pods: what the wait says of those that run and of those that never will.

All scenes are played at once, since each bad one lasts as long as its patience; the tests read
the ends.
"""

from __future__ import annotations

import time
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.names import Reference
from bootstrap.kubernetes_provider.readiness.verdict import STUCK
from tests.bootstrap.kubernetes_provider.driver import (
    CLAIM,
    DEPLOYMENT,
    JOB,
    NAMESPACE,
    POD,
    QUOTA,
    SERVICE,
    STATEFUL_SET,
    Driver,
    Resource,
    UnfinishedError,
    open_driver,
)
from tests.bootstrap.kubernetes_provider.manifests import (
    MISSING_IMAGE,
    deployment,
    metadata,
    once,
    pod_spec,
    service,
    workload,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from bootstrap.kubernetes_provider.cluster import Cluster
    from bootstrap.kubernetes_provider.document import JsonObject

pytestmark = pytest.mark.cluster

CRASHING = ("-conf", "/absent")
"""Makes coredns end with exit code 1 after a line that names the file."""


@dataclass(frozen=True)
class End:
    """How a scene ended."""

    seconds: float
    resource: Resource | None = None
    failure: UnfinishedError | None = None

    @property
    def text(self) -> str:
        assert self.failure is not None, "it became ready"
        return str(self.failure)


@dataclass
class Stage:
    """A driver and a namespace that all scenes share."""

    driver: Driver
    namespace: str
    pool: ThreadPoolExecutor
    ends: dict[str, Future[End]] = field(default_factory=dict)

    def play(self, name: str, scene: Callable[[], Resource]) -> None:
        self.ends[name] = self.pool.submit(_timed, scene)

    def end(self, name: str) -> End:
        return self.ends[name].result()

    def create(self, token: str, inputs: JsonObject, timeout: float = 0) -> None:
        found = inputs["metadata"]
        assert isinstance(found, dict)
        name = str(found["name"])
        key = f"{token.rpartition(':')[2]} {name}"
        self.play(key, lambda: self.driver.create(token, name, inputs, timeout=timeout))


def _timed(scene: Callable[[], Resource]) -> End:
    started = time.monotonic()
    try:
        made = scene()
    except UnfinishedError as failure:
        return End(time.monotonic() - started, failure=failure)
    return End(time.monotonic() - started, resource=made)


@pytest.fixture(scope="module")
def stage(kubeconfig: Path, cluster: Cluster, images: dict[str, str]) -> Iterator[Stage]:
    driver, servers = open_driver()
    driver.configure(kubeconfig=kubeconfig)
    namespace = driver.create(NAMESPACE, "readiness-test", {}).id
    full = driver.create(NAMESPACE, "full-test", {}).id
    with ThreadPoolExecutor(max_workers=32) as pool:
        stage = Stage(driver, namespace, pool)
        play_good(stage, images["pause"], images["coredns"])
        play_bad(stage, images["pause"], images["coredns"])
        stage.play("update", lambda: update_to_missing_image(driver, namespace, images["pause"]))
        stage.play("quota", lambda: exceed_quota(driver, full, images["pause"]))
        yield stage
    for name in (namespace, full):
        cluster.delete(Reference(kinds.NAMESPACE, "", name), "Background")
    for server in servers:
        server.stop(0).wait()


def play_good(stage: Stage, pause: str, coredns: str) -> None:
    ns = stage.namespace
    stage.create(DEPLOYMENT, deployment(ns, "good", pause, replicas=2))
    stage.create(SERVICE, service(ns, "good"))
    stateful: JsonObject = {
        "metadata": metadata(ns, "stateful"),
        "spec": workload("stateful", pod_spec(pause), 2, serviceName="stateful"),
    }
    stage.create(STATEFUL_SET, stateful)
    stage.create(JOB, once(ns, "done", coredns, "-version"))
    stage.create(POD, {"metadata": metadata(ns, "bare"), "spec": pod_spec(pause)})
    claim: JsonObject = {
        "metadata": metadata(ns, "data"),
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "1Mi"}},
        },
    }
    stage.create(CLAIM, claim, timeout=30)


def play_bad(stage: Stage, pause: str, coredns: str) -> None:
    ns = stage.namespace
    stage.create(DEPLOYMENT, deployment(ns, "missing", MISSING_IMAGE))
    stage.create(SERVICE, service(ns, "missing"))
    crashing: JsonObject = {
        "metadata": metadata(ns, "crashing"),
        # Without these seconds Kubernetes itself calls each short life between crashes available.
        "spec": workload("crashing", pod_spec(coredns, *CRASHING), minReadySeconds=5),
    }
    stage.create(DEPLOYMENT, crashing)
    stage.create(DEPLOYMENT, deployment(ns, "misnamed", "Not An Image"))
    stage.create(JOB, once(ns, "failing", coredns, *CRASHING))
    nowhere = pod_spec(pause, nodeSelector={"no": "where"})
    stage.create(POD, {"metadata": metadata(ns, "nowhere"), "spec": nowhere}, timeout=10)
    spec = pod_spec(pause)
    containers = spec["containers"]
    assert isinstance(containers, list)
    assert isinstance(containers[0], dict)
    containers[0]["envFrom"] = [{"secretRef": {"name": "absent"}}]
    stage.create(POD, {"metadata": metadata(ns, "unset"), "spec": spec}, timeout=20)


def update_to_missing_image(driver: Driver, namespace: str, pause: str) -> Resource:
    made = driver.create(DEPLOYMENT, "rolled", deployment(namespace, "rolled", pause, replicas=2))
    bad = deployment(namespace, "rolled", MISSING_IMAGE, replicas=2)
    return driver.update(made, bad)


def exceed_quota(driver: Driver, namespace: str, pause: str) -> Resource:
    quota: JsonObject = {"metadata": metadata(namespace, "q"), "spec": {"hard": {"pods": "0"}}}
    driver.create(QUOTA, "q", quota)
    return driver.create(DEPLOYMENT, "over", deployment(namespace, "over", pause))


@pytest.mark.parametrize(
    "name",
    [
        "Deployment good",
        "Service good",
        "StatefulSet stateful",
        "Job done",
        "Pod bare",
        "PersistentVolumeClaim data",
    ],
)
def test_what_runs_is_ready_long_before_any_patience_ends(stage: Stage, name: str) -> None:
    end = stage.end(name)
    assert end.resource is not None, end.text
    assert end.seconds < STUCK


def test_a_ready_deployment_is_saved_as_ready(stage: Stage) -> None:
    made = stage.end("Deployment good").resource
    assert made is not None
    assert made.document.number("status", "availableReplicas") == 2
    refreshed = stage.driver.read(made)
    assert refreshed is not None
    assert refreshed.inputs == made.inputs


def test_progress_was_told_while_it_lasted(stage: Stage) -> None:
    stage.end("Deployment good")
    assert any("2 of 2 pods updated" in text for text in stage.driver.listener.progress)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Deployment missing", ["ErrImagePull", MISSING_IMAGE, "connection refused"]),
        ("Service missing", ["no ready pod", "ErrImagePull", MISSING_IMAGE]),
        ("Deployment crashing", ["exit code 1", "restarts", "last log lines", "/absent"]),
        ("Deployment misnamed", ["InvalidImageName"]),
        ("Job failing", ["BackoffLimitExceeded", "exit code 1", "/absent"]),
        ("Pod nowhere", ["timed out after 10 s", "Unschedulable", "nodes are available"]),
        ("Pod unset", ["CreateContainerConfigError", 'secret "absent" not found']),
        ("update", ["1 of 2 pods updated, 2 available", "ErrImagePull"]),
        ("quota", ["no pod created", "exceeded quota: q"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_cannot_run_ends_with_the_pod_s_own_reason(
    stage: Stage, name: str, words: list[str]
) -> None:
    end = stage.end(name)
    missing = [word for word in words if word not in end.text]
    assert not missing, end.text
    assert end.seconds < STUCK + 40, "the time-out is ten minutes"


def test_a_failed_update_leaves_the_old_pods_serving(stage: Stage) -> None:
    failure = stage.end("update").failure
    assert failure is not None
    live = stage.driver.look_up(DEPLOYMENT, failure.id)
    assert live is not None
    assert live.document.number("status", "readyReplicas") == 2


def test_what_was_not_ready_is_saved_and_a_repaired_update_goes_on(
    stage: Stage, images: dict[str, str]
) -> None:
    failure = stage.end("Deployment missing").failure
    assert failure is not None
    saved = Resource(DEPLOYMENT, "missing", failure.id, failure.inputs, failure.state)
    assert saved.document.text("metadata", "uid")
    with pytest.raises(UnfinishedError, match="ErrImagePull"):
        stage.driver.read(saved)
    repaired = deployment(stage.namespace, "missing", images["pause"])
    assert stage.driver.update(saved, repaired).document.number("status", "readyReplicas") == 1


def test_a_cancelled_wait_saves_the_object(driver: Driver, namespace: str) -> None:
    timer = driver.cancel_after(3)
    with pytest.raises(UnfinishedError, match="interrupted") as interrupted:
        driver.create(DEPLOYMENT, "slow", deployment(namespace, "slow", MISSING_IMAGE))
    timer.join()
    assert interrupted.value.id == f"{namespace}/slow"
