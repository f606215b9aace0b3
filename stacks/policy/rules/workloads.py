"""What runs on Kubernetes, beyond the security of its pods."""

import re

from slipway.stacks.plan.graph import SECRET, UNKNOWN, PlannedResource
from slipway.stacks.policy.judges import at_least, holds, is_or_absent
from slipway.stacks.policy.path import Value, find
from slipway.stacks.policy.pods import WORKLOADS, in_containers, in_pod, nothing, pod_of
from slipway.stacks.policy.policy import PRODUCTION, Judge, Policy
from slipway.stacks.policy.scene import Scene
from slipway.stacks.policy.verdict import KEPT, Broken, Unknown, Verdict

_DIGEST = re.compile(r"@sha256:[0-9a-f]{64}$")
_LOCAL_IMAGE = re.compile(r"^slipway/[a-z-]+:[0-9a-z-]+$")
_SCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
_DEPLOYMENT = "kubernetes:apps/v1:Deployment"
_BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
_SERVING = "model-service"


def _by_digest(value: Value) -> bool:
    """Images that are built and loaded on this machine are named by their content instead."""
    return isinstance(value, str) and bool(_DIGEST.search(value) or _LOCAL_IMAGE.match(value))


def _bounded(value: Value) -> bool:
    """CPU isn't limited on purpose: a limit throttles, and the request keeps its share."""
    if not isinstance(value, dict):
        return False
    requests, limits = value.get("requests"), value.get("limits")
    asked = isinstance(requests, dict) and {"cpu", "memory"} <= set(requests)
    return asked and isinstance(limits, dict) and "memory" in limits


def _serves_a_model(resource: PlannedResource) -> bool:
    metadata = resource.inputs.get("metadata")
    labels = metadata.get("labels") if isinstance(metadata, dict) else None
    return isinstance(labels, dict) and labels.get("app.kubernetes.io/name") == _SERVING


def _no_shared_token(pod: Value) -> bool:
    if not isinstance(pod, dict):
        return False
    account = pod.get("serviceAccountName")
    return pod.get("automountServiceAccountToken") is False or account not in (None, "default")


def _has_budget(_path: str) -> Judge:
    def judge(resource: PlannedResource, scene: Scene) -> Verdict:
        if not _serves_a_model(resource):
            return KEPT
        [selector] = find(resource.inputs, "spec.selector")
        for budget in scene.by_type.get(_BUDGET, ()):
            [own] = find(budget.inputs, "spec.selector")
            if own.value == selector.value and not selector.unknown:
                return KEPT
        if selector.unknown:
            return Unknown(path=selector.path)
        return Broken(path=selector.path, found="no PodDisruptionBudget that selects its pods")

    return judge


def _lets_one_go(value: Value) -> bool:
    """Zero voluntary disruptions block the upgrade of every node."""
    return value not in (0, "0", "0%")


def _probed(path: str) -> Judge:
    def judge(resource: PlannedResource, _scene: Scene) -> Verdict:
        pod = pod_of(resource)
        if pod.unknown:
            return Unknown(path=pod.path)
        containers = pod.value.get("containers") if isinstance(pod.value, dict) else None
        for number, one in enumerate(containers if isinstance(containers, list) else ()):
            if isinstance(one, dict) and nothing(one.get("readinessProbe")):
                where = f"{pod.path}.containers[{number}].{path}"
                return Broken(path=where, found="nothing")
        return KEPT

    return judge


def _masked(path: str) -> Judge:
    """What isn't masked is never repeated in the finding."""

    def judge(resource: PlannedResource, _scene: Scene) -> Verdict:
        [found] = find(resource.inputs, path)
        values = found.value.values() if isinstance(found.value, dict) else [found.value]
        if all(one in (SECRET, UNKNOWN) or nothing(one) for one in values):
            return KEPT
        return Broken(path=path, found="a plain value")

    return judge


POLICIES = (
    Policy(
        id="workload-images-by-digest",
        severity="high",
        title="Every image is named by its digest",
        reason="A tag may name another image tomorrow, and two nodes two of them today.",
        remedy="Write the image as repository@sha256:...; `slipway images pin` does.",
        types=WORKLOADS,
        property="image",
        must=in_containers("image", _by_digest),
        checks=("CKV_K8S_43",),
    ),
    Policy(
        id="workload-resources",
        severity="medium",
        title="Every container asks for CPU and memory and has a limit of memory",
        reason="Nodes are filled by what is asked for; without a limit one leak takes a node.",
        remedy="Set resources.requests and resources.limits.memory.",
        types=WORKLOADS,
        property="resources",
        must=in_containers("resources", _bounded),
        checks=("CKV_K8S_10", "CKV_K8S_11", "CKV_K8S_12", "CKV_K8S_13"),
    ),
    Policy(
        id="workload-read-only-root",
        severity="medium",
        title="No container writes to its own image's files",
        reason="Whoever takes it over can't leave a program behind.",
        remedy="Set readOnlyRootFilesystem, and mount an emptyDir where it writes.",
        types=WORKLOADS,
        property="securityContext.readOnlyRootFilesystem",
        must=in_containers("securityContext.readOnlyRootFilesystem", lambda value: value is True),
        checks=("CKV_K8S_22",),
    ),
    Policy(
        id="workload-no-token",
        severity="medium",
        title="A pod gets no token of Kubernetes, or that of an account of its own",
        reason="Whoever takes it over asks the API server with it.",
        remedy="Set automountServiceAccountToken to false, or name the account that it needs.",
        types=WORKLOADS,
        property="automountServiceAccountToken",
        must=in_pod("", _no_shared_token),
        checks=("CKV_K8S_38",),
    ),
    Policy(
        id="workload-readiness",
        severity="medium",
        title="A service's containers say when they are ready",
        reason="Requests are sent to whatever has started otherwise, loaded or not.",
        remedy="Give the container a readinessProbe.",
        types=frozenset({_DEPLOYMENT, "kubernetes:apps/v1:StatefulSet"}),
        property="readinessProbe",
        must=_probed,
        checks=("CKV_K8S_9",),
    ),
    Policy(
        id="model-replicas-in-production",
        severity="high",
        title="A production's model has two replicas at least",
        reason="The loss or the upgrade of one node ends its service otherwise.",
        remedy="Set serving.replicas.min to 2 or more.",
        types=frozenset({_SCALER}),
        property="spec.minReplicas",
        must=at_least(2),
        environments=PRODUCTION,
    ),
    Policy(
        id="model-endpoint-instances-in-production",
        severity="high",
        title="A production's endpoint has two instances at least",
        reason="The loss or the update of one machine ends its service otherwise.",
        remedy="Set serving.replicas.min to 2 or more.",
        types=frozenset({"aws:appautoscaling/target:Target"}),
        property="minCapacity",
        must=at_least(2),
        environments=PRODUCTION,
    ),
    Policy(
        id="model-disruption-budget",
        severity="high",
        title="A model's pods leave a node one by one",
        reason="The drain of two nodes at once ends its service otherwise.",
        remedy="Make services with the component ModelService, which has a budget.",
        types=frozenset({_DEPLOYMENT}),
        property="spec.selector",
        must=_has_budget,
    ),
    Policy(
        id="disruption-budget-lets-go",
        severity="medium",
        title="A disruption budget lets at least one pod go",
        reason="The upgrade of a node waits for ever otherwise.",
        remedy="Set maxUnavailable to 1 or more.",
        types=frozenset({_BUDGET}),
        property="spec.maxUnavailable",
        must=holds(_lets_one_go),
    ),
    Policy(
        id="model-rollout-without-gap",
        severity="high",
        title="A model's new version starts before the old one stops",
        reason="Requests find nobody otherwise.",
        remedy="Leave strategy.rollingUpdate.maxUnavailable at 0.",
        types=frozenset({_DEPLOYMENT}),
        property="spec.strategy.rollingUpdate.maxUnavailable",
        must=is_or_absent(0, "0", "0%"),
    ),
    Policy(
        id="namespace-pod-security",
        severity="high",
        title="A namespace enforces the restricted Pod Security standard",
        reason="Pods that others put there are held to it too.",
        remedy="Label it pod-security.kubernetes.io/enforce: restricted.",
        types=frozenset({"kubernetes:core/v1:Namespace"}),
        property="metadata.labels",
        must=holds(
            lambda value: (
                isinstance(value, dict)
                and value.get("pod-security.kubernetes.io/enforce") == "restricted"
            )
        ),
    ),
    Policy(
        id="service-no-balancer",
        severity="high",
        title="No Service is opened to the outside by a load balancer of its own",
        reason="It has a public address and no login in front of it.",
        remedy="Leave type at ClusterIP; or except the Service with the reason.",
        types=frozenset({"kubernetes:core/v1:Service"}),
        property="spec.type",
        must=is_or_absent("ClusterIP", "NodePort"),
    ),
    Policy(
        id="secret-values-masked",
        severity="high",
        title="A Kubernetes Secret's values are secrets of the engine too",
        reason="They lie in the state and in every log of a preview as they are otherwise.",
        remedy="Wrap the value with pulumi.Output.secret.",
        types=frozenset({"kubernetes:core/v1:Secret"}),
        property="stringData",
        must=_masked,
    ),
)
