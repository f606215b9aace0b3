import pytest

from bootstrap.kubernetes_provider.document import Document, Json, JsonObject
from bootstrap.kubernetes_provider.pod_reasons import faults_of
from bootstrap.kubernetes_provider.readiness.verdict import CERTAIN, NEVER, STUCK, Fault
from tests.bootstrap.kubernetes_provider.surroundings import container, ended, pod, waiting


def faults(*pods: JsonObject) -> tuple[Fault, ...]:
    return faults_of([Document(item) for item in pods])


@pytest.mark.parametrize(
    ("reason", "cause", "patience"),
    [
        ("ErrImagePull", "image", STUCK),
        ("ImagePullBackOff", "image", STUCK),
        ("InvalidImageName", "image", CERTAIN),
        ("ErrImageNeverPull", "image", CERTAIN),
        ("CreateContainerConfigError", "configuration", STUCK),
    ],
)
def test_a_waiting_container_says_why(reason: str, cause: str, patience: float) -> None:
    (fault,) = faults(pod("p", waiting(reason, "the kubelet's words")))
    assert (fault.cause, fault.patience) == (cause, patience)
    assert fault.text == f"pod p, container app: {reason}: the kubelet's words"


def test_a_pull_that_changes_its_words_stays_one_cause() -> None:
    first = faults(pod("p", waiting("ErrImagePull", "a")))
    second = faults(pod("p", waiting("ImagePullBackOff", "b")))
    assert {fault.cause for fault in (*first, *second)} == {"image"}


def test_a_crash_is_told_with_code_restarts_and_last_message() -> None:
    (fault,) = faults(pod("p", ended(3, restarts=4, message="no such table")))
    assert fault.text == (
        "pod p, container app: CrashLoopBackOff: exit code 3 (Error), 4 restarts, "
        "last message: no such table"
    )
    assert (fault.pod, fault.container) == ("p", "app"), "its log is worth a look"


def test_a_crash_counts_between_two_attempts_too() -> None:
    running = container(
        state={"running": {}},
        restartCount=3,
        lastState={"terminated": {"exitCode": 1, "reason": "OOMKilled"}},
    )
    (fault,) = faults(pod("p", running))
    assert fault.cause == "crash"
    assert "OOMKilled" in fault.text


@pytest.mark.parametrize(("restarts", "patience"), [(0, NEVER), (1, NEVER), (2, STUCK)])
def test_only_a_crash_that_repeats_ends_the_wait(restarts: int, patience: float) -> None:
    (fault,) = faults(pod("p", ended(1, restarts=restarts)))
    assert fault.patience == patience


def test_a_pod_without_a_node_is_told_in_the_scheduler_s_words_and_may_get_one() -> None:
    condition: Json = {
        "type": "PodScheduled",
        "status": "False",
        "reason": "Unschedulable",
        "message": "0/1 nodes are available",
    }
    (fault,) = faults(pod("p", conditions=[condition]))
    assert fault.text == "pod p: Unschedulable: 0/1 nodes are available"
    assert fault.patience == NEVER


def test_a_crashing_init_container_is_a_fault() -> None:
    (fault,) = faults(pod("p", initContainerStatuses=[ended(1, restarts=2)]))
    assert fault.cause == "crash"


@pytest.mark.parametrize(
    "healthy",
    [
        pod("p", container(ready=True), ready=True),
        pod("p", container(state={"running": {}})),
        pod("p", container(ready=True, lastState={"terminated": {"exitCode": 1}}), ready=False),
        pod("p", phase="Succeeded"),
    ],
    ids=["ready", "starting", "recovered", "done"],
)
def test_a_pod_on_its_way_has_no_fault(healthy: JsonObject) -> None:
    assert faults(healthy) == ()


def test_many_pods_with_one_fault_are_named_a_few() -> None:
    assert len(faults(*(pod(f"p{i}", waiting("ErrImagePull")) for i in range(9)))) == 3
