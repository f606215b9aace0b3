import pytest

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.document import Document, Json, JsonObject
from bootstrap.kubernetes_provider.readiness import (
    daemon_set,
    definition,
    job,
    resource_quota,
    service,
    stateful_set,
    volume_claim,
)
from bootstrap.kubernetes_provider.readiness import pod as pod_check
from bootstrap.kubernetes_provider.readiness.checks import check_for
from bootstrap.kubernetes_provider.readiness.verdict import (
    NEVER,
    STUCK,
    Failed,
    Ready,
    Verdict,
    Waiting,
)
from tests.bootstrap.kubernetes_provider.surroundings import (
    Scene,
    container,
    ended,
    event,
    pod,
    waiting,
)

SELECTOR: JsonObject = {"matchLabels": {"app": "a"}}


def workload(spec: JsonObject, **status: Json) -> Document:
    return Document(
        {
            "metadata": {"name": "a", "uid": "w", "generation": 1},
            "spec": {"selector": SELECTOR, **spec},
            "status": {"observedGeneration": 1, **status},
        }
    )


def mine(*statuses: JsonObject, **labels: Json) -> JsonObject:
    return pod("p", *statuses, owner="w", labels={"app": "a", **labels})


def causes(verdict: Verdict) -> list[str]:
    assert isinstance(verdict, Waiting | Failed)
    return [fault.cause for fault in verdict.faults]


class TestStatefulSet:
    def test_all_pods_of_the_newest_revision_make_it_ready(self) -> None:
        live = workload({"replicas": 2}, readyReplicas=2, updatedReplicas=2, updateRevision="b")
        assert stateful_set.check(live, Scene()) == Ready()

    def test_ready_pods_of_the_old_revision_do_not(self) -> None:
        live = workload(
            {"replicas": 2},
            readyReplicas=2,
            updatedReplicas=1,
            currentRevision="a",
            updateRevision="b",
        )
        assert isinstance(stateful_set.check(live, Scene()), Waiting)

    def test_pods_below_the_partition_may_stay_old(self) -> None:
        strategy: JsonObject = {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}
        live = workload(
            {"replicas": 2, "updateStrategy": strategy},
            readyReplicas=2,
            updatedReplicas=1,
            currentRevision="a",
            updateRevision="b",
        )
        assert stateful_set.check(live, Scene()) == Ready()

    def test_a_refused_pod_is_told_from_the_events(self) -> None:
        around = Scene(events=[event("w", "FailedCreate", "exceeded quota: q")])
        assert causes(stateful_set.check(workload({}), around)) == ["admission"]

    def test_a_refusal_from_before_a_pod_was_created_is_over(self) -> None:
        old = event("w", "FailedCreate", "exceeded quota: q", "2025-12-31T23:59:59Z")
        around = Scene({kinds.POD: [mine()]}, [old])
        assert causes(stateful_set.check(workload({"replicas": 2}), around)) == []


class TestDaemonSet:
    def test_a_pod_on_every_node_makes_it_ready(self) -> None:
        live = workload({}, desiredNumberScheduled=2, updatedNumberScheduled=2, numberAvailable=2)
        assert daemon_set.check(live, Scene()) == Ready()

    def test_a_missing_one_does_not_and_says_why(self) -> None:
        live = workload({}, desiredNumberScheduled=2, updatedNumberScheduled=2, numberAvailable=1)
        around = Scene({kinds.POD: [mine(waiting("ErrImagePull"))]})
        assert causes(daemon_set.check(live, around)) == ["image"]


class TestJob:
    OWN = "batch.kubernetes.io/controller-uid"

    def test_a_complete_one_is_ready(self) -> None:
        live = workload({}, conditions=[{"type": "Complete", "status": "True"}])
        assert job.check(live, Scene()) == Ready()

    def test_a_suspended_one_is_not_waited_for(self) -> None:
        assert job.check(workload({"suspend": True}), Scene()) == Ready()

    def test_a_failed_one_fails_with_its_pod_s_reason(self) -> None:
        failed: Json = {"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded"}
        around = Scene({kinds.POD: [mine(ended(2), **{self.OWN: "w"})]})
        verdict = job.check(workload({}, conditions=[failed]), around)
        assert isinstance(verdict, Failed)
        assert causes(verdict) == ["failed", "crash"]

    def test_how_often_a_run_may_crash_is_the_job_s_own_setting(self) -> None:
        around = Scene({kinds.POD: [mine(ended(2, restarts=9), **{self.OWN: "w"})]})
        verdict = job.check(workload({}), around)
        assert isinstance(verdict, Waiting)
        assert verdict.faults[0].patience == NEVER

    def test_an_image_that_cannot_be_pulled_ends_the_wait_all_the_same(self) -> None:
        around = Scene({kinds.POD: [mine(waiting("ErrImagePull"), **{self.OWN: "w"})]})
        verdict = job.check(workload({}), around)
        assert isinstance(verdict, Waiting)
        assert verdict.faults[0].patience == STUCK


class TestPod:
    def test_a_serving_and_a_finished_one_are_ready(self) -> None:
        assert pod_check.check(Document(pod("p", ready=True)), Scene()) == Ready()
        assert pod_check.check(Document(pod("p", phase="Succeeded")), Scene()) == Ready()

    def test_a_failed_one_fails_with_its_exit_code(self) -> None:
        failed = pod("p", container(state={"terminated": {"exitCode": 7}}), phase="Failed")
        verdict = pod_check.check(Document(failed), Scene())
        assert isinstance(verdict, Failed)
        assert "exit code 7" in verdict.faults[0].text


class TestService:
    def one(self, **spec: Json) -> Document:
        return Document({"metadata": {"name": "s"}, "spec": {"selector": {"app": "a"}, **spec}})

    def slices(self, *endpoints: JsonObject) -> Scene:
        labels: JsonObject = {"kubernetes.io/service-name": "s"}
        part: JsonObject = {"metadata": {"labels": labels}, "endpoints": list(endpoints)}
        return Scene({kinds.ENDPOINT_SLICE: [part]})

    def test_a_ready_endpoint_makes_it_ready(self) -> None:
        around = self.slices({"conditions": {"ready": True}})
        assert service.check(self.one(), around) == Ready()
        assert service.check(self.one(), self.slices({})) == Ready(), "not set means ready"

    def test_an_unready_one_does_not_and_the_pod_says_why(self) -> None:
        around = self.slices({"conditions": {"ready": False}})
        around.objects[kinds.POD] = [mine(waiting("ErrImagePull"))]
        assert causes(service.check(self.one(), around)) == ["image"]

    @pytest.mark.parametrize(
        "spec", [{"type": "ExternalName"}, {"clusterIP": "None"}, {"selector": {}}], ids=str
    )
    def test_one_that_needs_no_pods_is_not_waited_for(self, spec: JsonObject) -> None:
        assert service.check(self.one(**spec), Scene()) == Ready()

    def test_a_load_balancer_needs_its_address(self) -> None:
        around = self.slices({})
        assert isinstance(service.check(self.one(type="LoadBalancer"), around), Waiting)
        address: Json = {"loadBalancer": {"ingress": [{"ip": "192.0.2.1"}]}}
        balanced = Document({**self.one(type="LoadBalancer").root, "status": address})
        assert service.check(balanced, around) == Ready()


class TestVolumeClaim:
    def claim(self, phase: str) -> Document:
        return Document(
            {
                "metadata": {"uid": "c"},
                "spec": {"storageClassName": "local"},
                "status": {"phase": phase},
            }
        )

    def test_a_bound_one_is_ready_and_a_lost_one_fails(self) -> None:
        assert volume_claim.check(self.claim("Bound"), Scene()) == Ready()
        assert isinstance(volume_claim.check(self.claim("Lost"), Scene()), Failed)

    def test_one_that_waits_for_its_first_pod_on_purpose_is_ready(self) -> None:
        late = Scene(classes={"local": {"volumeBindingMode": "WaitForFirstConsumer"}})
        assert volume_claim.check(self.claim("Pending"), late) == Ready()

    def test_any_other_is_waited_for_with_the_provisioner_s_words(self) -> None:
        around = Scene(
            events=[event("c", "ProvisioningFailed", "no space")],
            classes={"local": {"volumeBindingMode": "Immediate"}},
        )
        verdict = volume_claim.check(self.claim("Pending"), around)
        assert isinstance(verdict, Waiting)
        assert verdict.faults[0].text == "ProvisioningFailed: no space"


def test_a_quota_is_ready_when_it_is_in_force() -> None:
    hard: JsonObject = {"hard": {"cpu": "1000m"}}
    new = Document({"spec": hard, "status": {"hard": {"cpu": "1"}}})
    assert resource_quota.check(new, Scene()) == Ready()
    old = Document({"spec": hard, "status": {"hard": {"cpu": "2"}}})
    assert isinstance(resource_quota.check(old, Scene()), Waiting)


def test_a_definition_is_ready_when_its_kind_is_served() -> None:
    def with_condition(kind: str, status: str) -> Document:
        return Document({"status": {"conditions": [{"type": kind, "status": status}]}})

    assert definition.check(with_condition("Established", "True"), Scene()) == Ready()
    assert isinstance(definition.check(with_condition("NamesAccepted", "False"), Scene()), Failed)
    assert isinstance(definition.check(Document({}), Scene()), Waiting)


def test_what_needs_no_wait_and_what_asks_for_none_is_not_waited_for() -> None:
    skipping = Document({"metadata": {"annotations": {"pulumi.com/skipAwait": "true"}}})
    assert check_for(kinds.CONFIG_MAP, Document({})) is None
    assert check_for(kinds.DEPLOYMENT, skipping) is None
    assert check_for(kinds.DEPLOYMENT, Document({})) is not None
