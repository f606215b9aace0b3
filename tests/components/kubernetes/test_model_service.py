"""A model service by itself, as another team would use it."""

import pytest
from pulumi_kubernetes.core.v1 import EnvFromSourceArgs, SecretEnvSourceArgs

from slipway.components.kubernetes.autoscaling import Scaling
from slipway.components.kubernetes.backends import StoreAccess, WorkloadAccount
from slipway.components.kubernetes.model_service import (
    GRACE_SECONDS,
    LEAVE_SECONDS,
    ModelService,
    ModelServiceArgs,
)
from slipway.components.kubernetes.placement import LOST_NODE_SECONDS
from slipway.stacks.plan.graph import Json
from tests.support.json_path import at
from tests.support.recording import Recording, record

KEYS = EnvFromSourceArgs(secret_ref=SecretEnvSourceArgs(name="keys"))
IMAGE = "registry.example.com/fraud@sha256:" + "0" * 64


def made(**given: object) -> Recording:
    args = ModelServiceArgs(name="fraud", namespace="ml", image=IMAGE, **given)  # type: ignore[arg-type] # checked by each test's use
    return record(lambda: ModelService("fraud", args))


def environment(recording: Recording) -> dict[str, Json]:
    variables = at(recording.one("Deployment", "fraud-server"), *CONTAINER, "env")
    assert isinstance(variables, list)
    return {str(at(one, "name")): at(one, "value") for one in variables}


CONTAINER = ("spec", "template", "spec", "containers", 0)


def test_the_deployment_leaves_the_number_of_replicas_to_the_autoscaler() -> None:
    recording = made(scaling=Scaling(min_replicas=3, max_replicas=9))
    assert "replicas" not in at_dict(recording.one("Deployment", "fraud-server"), "spec")
    scaler = recording.one("HorizontalPodAutoscaler", "fraud-scaler")
    assert at(scaler, "spec", "minReplicas") == 3
    assert at(scaler, "spec", "maxReplicas") == 9
    assert at(scaler, "spec", "scaleTargetRef", "name") == "fraud"


def test_it_scales_up_at_once_and_down_after_the_window_that_was_asked_for() -> None:
    scaling = Scaling(scale_down_window_seconds=30, scale_down_period_seconds=15)
    scaler = made(scaling=scaling).one("HorizontalPodAutoscaler", "fraud-scaler")
    assert at(scaler, "spec", "behavior", "scaleUp", "stabilizationWindowSeconds") == 0
    assert at(scaler, "spec", "behavior", "scaleDown", "stabilizationWindowSeconds") == 30
    assert at(scaler, "spec", "behavior", "scaleDown", "policies", 0, "periodSeconds") == 15


def test_a_rollout_takes_no_replica_away_before_its_successor_serves() -> None:
    spec = at_dict(made().one("Deployment", "fraud-server"), "spec")
    assert at(spec, "strategy", "rollingUpdate") == {"maxUnavailable": 0, "maxSurge": 1}
    assert spec["minReadySeconds"] == 5


def test_a_pod_leaves_its_service_before_it_is_told_to_stop() -> None:
    template = at_dict(made().one("Deployment", "fraud-server"), "spec", "template", "spec")
    leave = at(template, "containers", 0, "lifecycle", "preStop", "sleep", "seconds")
    assert leave == LEAVE_SECONDS >= 5
    assert template["terminationGracePeriodSeconds"] == GRACE_SECONDS > LEAVE_SECONDS + 30


def test_liveness_and_readiness_ask_different_questions() -> None:
    container = at_dict(made().one("Deployment", "fraud-server"), *CONTAINER)
    ready = at(container, "readinessProbe", "httpGet", "path")
    assert ready == at(container, "startupProbe", "httpGet", "path")
    assert ready != at(container, "livenessProbe", "httpGet", "path")


def test_a_drain_takes_one_pod_at_a_time_and_a_broken_pod_blocks_none() -> None:
    spec = at(made().one("PodDisruptionBudget", "fraud-budget"), "spec")
    assert at(spec, "maxUnavailable") == 1
    assert at(spec, "unhealthyPodEvictionPolicy") == "AlwaysAllow"


def test_the_replicas_of_a_lost_node_start_elsewhere_long_before_the_default() -> None:
    pod = at_dict(made().one("Deployment", "fraud-server"), "spec", "template", "spec")
    assert pod["tolerations"] == [
        {
            "key": f"node.kubernetes.io/{taint}",
            "operator": "Exists",
            "effect": "NoExecute",
            "tolerationSeconds": LOST_NODE_SECONDS,
        }
        for taint in ("not-ready", "unreachable")
    ]
    assert LOST_NODE_SECONDS < 300


def test_replicas_keep_apart_on_nodes_with_and_without_zones() -> None:
    deployment = made().one("Deployment", "fraud-server")
    pod = at_dict(deployment, "spec", "template", "spec")
    # The scheduler ignores nodes that lack the label of any one constraint.
    assert at(pod, "topologySpreadConstraints", 0, "topologyKey") == "kubernetes.io/hostname"
    assert len(at_list(pod, "topologySpreadConstraints")) == 1
    (zone,) = at_list(
        pod,
        *("affinity", "podAntiAffinity", "preferredDuringSchedulingIgnoredDuringExecution"),
    )
    assert at(zone, "podAffinityTerm", "topologyKey") == "topology.kubernetes.io/zone"
    chosen = at(deployment, "spec", "selector")
    assert at(zone, "podAffinityTerm", "labelSelector") == chosen
    assert at(pod, "topologySpreadConstraints", 0, "labelSelector") == chosen


def test_the_selectors_of_service_budget_and_deployment_choose_the_same_pods() -> None:
    recording = made()
    labels = at_dict(
        recording.one("Deployment", "fraud-server"), "spec", "template", "metadata", "labels"
    )
    selectors = [
        at_dict(recording.one("Deployment", "fraud-server"), "spec", "selector", "matchLabels"),
        at_dict(
            recording.one("PodDisruptionBudget", "fraud-budget"), "spec", "selector", "matchLabels"
        ),
        at_dict(recording.one("Service", "fraud-service"), "spec", "selector"),
        at_dict(recording.one("Service", "fraud-pods"), "spec", "selector"),
    ]
    assert all(one == selectors[0] for one in selectors)
    assert selectors[0].items() <= labels.items()


def test_without_a_log_a_model_gets_no_credentials_and_reaches_names_only() -> None:
    recording = made()
    assert "envFrom" not in at_dict(recording.one("Deployment", "fraud-server"), *CONTAINER)
    assert "SLIPWAY_LOG_URL" not in environment(recording)
    egress = at(recording.one("NetworkPolicy", "fraud-callers"), "spec", "egress")
    assert isinstance(egress, list)
    assert [at(rule, "ports", 0, "port") for rule in egress] == [53]


def test_with_a_log_a_model_reaches_the_log_store_and_gets_its_keys() -> None:
    log = StoreAccess(
        url="s3://log/fraud", endpoint="http://store:7070", credentials=KEYS, port=7070
    )
    recording = made(request_log=log)
    container = at_dict(recording.one("Deployment", "fraud-server"), *CONTAINER)
    assert at(container, "envFrom", 0, "secretRef", "name") == "keys"
    assert environment(recording)["SLIPWAY_LOG_URL"] == "s3://log/fraud"
    egress = at(recording.one("NetworkPolicy", "fraud-callers"), "spec", "egress")
    assert isinstance(egress, list)
    assert [at(rule, "ports", 0, "port") for rule in egress] == [53, 7070]


def test_a_log_in_the_cloud_is_opened_by_the_pods_own_identity_and_no_key() -> None:
    account = WorkloadAccount(
        name="model-service",
        pod_labels={"azure.workload.identity/use": "true"},
        agent_address="169.254.170.23/32",
    )
    log = StoreAccess(url="s3://log/fraud", region="eu-central-1", account=account)
    recording = made(request_log=log)
    template = at_dict(recording.one("Deployment", "fraud-server"), "spec", "template")
    assert at(template, "spec", "serviceAccountName") == "model-service"
    assert at(template, "spec", "automountServiceAccountToken") is False
    assert at(template, "metadata", "labels", "azure.workload.identity/use") == "true"
    assert "envFrom" not in at_dict(template, "spec", "containers", 0)
    aws = {name: value for name, value in environment(recording).items() if "AWS" in name}
    assert aws == {"AWS_DEFAULT_REGION": "eu-central-1"}
    egress = at(recording.one("NetworkPolicy", "fraud-callers"), "spec", "egress")
    assert isinstance(egress, list)
    assert [at(rule, "ports", 0, "port") for rule in egress] == [53, 443, 80]
    assert at(egress[2], "to", 0, "ipBlock", "cidr") == "169.254.170.23/32"


def test_an_accounts_labels_leave_the_selectors_alone() -> None:
    account = WorkloadAccount(name="model-service", pod_labels={"identity": "true"})
    log = StoreAccess(url="wasbs://log@store/fraud", account=account)
    place = ("spec", "selector", "matchLabels")
    with_account = at(made(request_log=log).one("Deployment", "fraud-server"), *place)
    assert with_account == at(made().one("Deployment", "fraud-server"), *place)


def test_replicas_run_on_the_nodes_that_were_named() -> None:
    recording = made(node_labels={"pool": "models"})
    pod = at_dict(recording.one("Deployment", "fraud-server"), "spec", "template", "spec")
    assert pod["nodeSelector"] == {"pool": "models"}


@pytest.mark.parametrize(
    ("image", "digest"), [(IMAGE, "sha256:" + "0" * 64), ("fraud:1.2", "")], ids=["digest", "tag"]
)
def test_the_server_is_told_by_which_digest_it_runs(image: str, digest: str) -> None:
    args = ModelServiceArgs(name="fraud", namespace="ml", image=image)
    recording = record(lambda: ModelService("fraud", args))
    assert environment(recording)["SLIPWAY_DIGEST"] == digest


def test_twice_the_target_is_let_in_before_a_request_is_refused() -> None:
    assert environment(made(target_in_flight=5))["SLIPWAY_IN_FLIGHT"] == "10"


def at_dict(value: Json, *path: str | int) -> dict[str, Json]:
    found = at(value, *path)
    assert isinstance(found, dict)
    return found


def at_list(value: Json, *path: str | int) -> list[Json]:
    found = at(value, *path)
    assert isinstance(found, list)
    return found
