from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.document import Document, Json, JsonObject
from bootstrap.kubernetes_provider.readiness.deployment import check
from bootstrap.kubernetes_provider.readiness.verdict import CERTAIN, Failed, Ready, Waiting
from tests.bootstrap.kubernetes_provider.surroundings import Scene, event, pod, waiting

REVISION = "deployment.kubernetes.io/revision"
DONE: JsonObject = {"type": "Progressing", "status": "True", "reason": "NewReplicaSetAvailable"}
BUSY: JsonObject = {"type": "Progressing", "status": "True", "reason": "ReplicaSetUpdated"}
AVAILABLE: JsonObject = {"type": "Available", "status": "True"}


def deployment(*conditions: JsonObject, generation: int = 2, **status: Json) -> Document:
    return Document(
        {
            "metadata": {
                "name": "web",
                "uid": "d",
                "generation": generation,
                "annotations": {REVISION: "2"},
            },
            "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}}},
            "status": {"observedGeneration": 2, "conditions": list(conditions), **status},
        }
    )


def replica_set(revision: str) -> JsonObject:
    return {
        "metadata": {
            "uid": f"rs{revision}",
            "annotations": {REVISION: revision},
            "labels": {"app": "web", "pod-template-hash": revision},
            "ownerReferences": [{"uid": "d"}],
        }
    }


def scene(*pods: JsonObject) -> Scene:
    sets = [replica_set("1"), replica_set("2")]
    return Scene({kinds.REPLICA_SET: sets, kinds.POD: list(pods)})


def of_revision(revision: str, *statuses: JsonObject) -> JsonObject:
    labels: JsonObject = {"app": "web", "pod-template-hash": revision}
    return pod(f"p{revision}", *statuses, owner=f"rs{revision}", labels=labels)


def test_a_rolled_out_revision_is_ready() -> None:
    live = deployment(DONE, AVAILABLE, replicas=2, updatedReplicas=2, availableReplicas=2)
    assert check(live, Scene()) == Ready()


def test_an_update_the_controller_has_not_seen_is_waited_for() -> None:
    live = deployment(DONE, AVAILABLE, generation=3, replicas=2, updatedReplicas=2)
    assert isinstance(check(live, Scene()), Waiting)


def test_old_pods_that_still_serve_are_not_the_new_revision() -> None:
    live = deployment(BUSY, AVAILABLE, replicas=3, updatedReplicas=1, availableReplicas=2)
    verdict = check(live, scene())
    assert isinstance(verdict, Waiting)
    assert verdict.message == "1 of 2 pods updated, 2 available"
    assert verdict.progress == (1, 0, 2)


def test_only_pods_of_the_new_revision_give_reasons() -> None:
    old = of_revision("1", waiting("CrashLoopBackOff", lastState={"terminated": {"exitCode": 1}}))
    new = of_revision("2", waiting("ErrImagePull", "not found"))
    verdict = check(deployment(BUSY), scene(old, new))
    assert isinstance(verdict, Waiting)
    assert [fault.cause for fault in verdict.faults] == ["image"]


def test_a_refused_pod_is_told_from_the_deployment_s_own_condition() -> None:
    refused: JsonObject = {
        "type": "ReplicaFailure",
        "status": "True",
        "message": 'pods "x" is forbidden: violates PodSecurity "restricted:latest"',
    }
    verdict = check(deployment(BUSY, refused), scene())
    assert isinstance(verdict, Waiting)
    (fault,) = verdict.faults
    assert "violates PodSecurity" in fault.text
    assert fault.patience == CERTAIN


def test_a_failing_probe_is_told_from_the_pod_s_events() -> None:
    around = scene(of_revision("2"))
    around.events = [event("p2", "Unhealthy", "Readiness probe failed: 503")]
    verdict = check(deployment(BUSY), around)
    assert isinstance(verdict, Waiting)
    assert verdict.faults[0].text == "pod p2: Unhealthy: Readiness probe failed: 503"


def test_a_passed_deadline_fails() -> None:
    late: JsonObject = {
        "type": "Progressing",
        "status": "False",
        "reason": "ProgressDeadlineExceeded",
        "message": "has timed out progressing",
    }
    verdict = check(deployment(late), scene(of_revision("2", waiting("ErrImagePull"))))
    assert isinstance(verdict, Failed)
    assert [fault.cause for fault in verdict.faults] == ["deadline", "image"]


def test_a_paused_deployment_is_somebody_else_s_business() -> None:
    live = deployment(BUSY)
    paused = Document({**live.root, "spec": {**live.child("spec").root, "paused": True}})
    assert check(paused, Scene()) == Ready()
