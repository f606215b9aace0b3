"""Every served kind once through its whole life on a real API server."""

from __future__ import annotations

import secrets

import pytest

from bootstrap.kubernetes_provider import kinds
from bootstrap.kubernetes_provider.document import Document, JsonObject
from tests.bootstrap.kubernetes_provider.driver import Driver, RefusedError
from tests.bootstrap.kubernetes_provider.manifests import pod_spec, template, workload

pytestmark = pytest.mark.cluster

SPEC = pod_spec("a")
ONCE: JsonObject = {"template": {"spec": pod_spec("a", restartPolicy="Never")}}
RULES: JsonObject = {"rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get"]}]}

FIELDS: dict[str, JsonObject] = {
    "Namespace": {},
    "ServiceAccount": {"automountServiceAccountToken": False},
    "Secret": {"stringData": {"a": "b"}},
    "ConfigMap": {"data": {"a": "b"}},
    "Service": {"spec": {"selector": {"app": "a"}, "ports": [{"port": 80}]}},
    "PersistentVolumeClaim": {
        "spec": {
            "accessModes": ["ReadWriteOnce"],
            "resources": {"requests": {"storage": "1024Mi"}},
        }
    },
    "ResourceQuota": {"spec": {"hard": {"limits.cpu": "1000m"}}},
    "LimitRange": {"spec": {"limits": [{"type": "Container", "default": {"cpu": "1000m"}}]}},
    "Pod": {"spec": SPEC},
    "Deployment": {"spec": workload("a", SPEC)},
    "StatefulSet": {"spec": workload("a", SPEC, serviceName="a")},
    "DaemonSet": {
        "spec": {"selector": {"matchLabels": {"app": "a"}}, "template": template("a", SPEC)}
    },
    "Job": {"spec": ONCE},
    "CronJob": {"spec": {"schedule": "0 0 1 1 *", "jobTemplate": {"spec": ONCE}}},
    "HorizontalPodAutoscaler": {
        "spec": {
            "maxReplicas": 2,
            "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "a"},
            "metrics": [
                {
                    "type": "Resource",
                    "resource": {
                        "name": "cpu",
                        "target": {"type": "Utilization", "averageUtilization": 50},
                    },
                }
            ],
        }
    },
    "PodDisruptionBudget": {"spec": {"minAvailable": 1, "selector": {"matchLabels": {"app": "a"}}}},
    "NetworkPolicy": {"spec": {"podSelector": {}, "policyTypes": ["Ingress"]}},
    "Role": RULES,
    "RoleBinding": {
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "a"},
        "subjects": [{"kind": "ServiceAccount", "name": "default"}],
    },
    "ClusterRole": RULES,
    "ClusterRoleBinding": {
        "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "a"},
        "subjects": [{"kind": "ServiceAccount", "name": "default", "namespace": "default"}],
    },
    "StorageClass": {"provisioner": "example.com/none", "parameters": {"a": "b"}},
    "PriorityClass": {"value": 1000, "description": "a test"},
    "APIService": {
        "spec": {
            "group": "GROUP",
            "version": "v1",
            "groupPriorityMinimum": 100,
            "versionPriority": 100,
            "insecureSkipTLSVerify": True,
            "service": {"name": "a", "namespace": "default"},
        }
    },
}


def definition(group: str) -> JsonObject:
    size: JsonObject = {"type": "integer", "x_kubernetes_int_or_string": False}
    spec: JsonObject = {"type": "object", "properties": {"size": size}}
    schema: JsonObject = {"type": "object", "properties": {"spec": spec}}
    version: JsonObject = {
        "name": "v1",
        "served": True,
        "storage": True,
        "schema": {"openAPIV3Schema": schema},
    }
    return {
        "metadata": {"name": f"things.{group}"},
        "spec": {
            "group": group,
            "scope": "Namespaced",
            "names": {"kind": "Thing", "plural": "things"},
            "versions": [version],
        },
    }


def live_inputs(kind: kinds.Kind, namespace: str) -> JsonObject:
    """The inputs with a name; an object of the whole cluster gets one of its own."""
    unique = f"slipway-test-{secrets.token_hex(4)}"
    fields = dict(FIELDS[kind.name])
    name = unique if not kind.namespaced else "a"
    if kind.name == "APIService":
        spec = Document(fields).child("spec").root
        name = f"v1.{unique}.example.com"
        fields["spec"] = {**spec, "group": f"{unique}.example.com"}
    metadata: JsonObject = {"name": name, "annotations": {"pulumi.com/skipAwait": "true"}}
    if kind.namespaced:
        metadata["namespace"] = namespace
    return {"metadata": metadata, **fields}


def test_every_served_kind_is_tried_here() -> None:
    assert {kind.name for kind in kinds.SERVED} == {*FIELDS, kinds.DEFINITION.name}


@pytest.mark.parametrize("name", FIELDS)
def test_a_kind_is_previewed_made_kept_refreshed_and_deleted(
    driver: Driver, namespace: str, name: str
) -> None:
    (kind,) = [kind for kind in kinds.SERVED if kind.name == name]
    token = f"kubernetes:{kind.group or 'core'}/{kind.version}:{kind.name}"
    inputs = live_inputs(kind, namespace)
    planned = driver.create(token, "a", inputs, preview=True)
    assert planned.document.name
    made = driver.create(token, "a", inputs)
    try:
        assert made.id.endswith(Document(inputs).name)
        assert not driver.diff(made, inputs).diffs, "a second update changes nothing"
        again = driver.update(made, inputs)
        version = ("metadata", "generation")
        assert again.document.at(*version) == made.document.at(*version)
        refreshed = driver.read(again)
        assert refreshed is not None
        assert refreshed.inputs == made.inputs, "a refresh finds no drift"
        assert driver.listener.warnings == []
    finally:
        driver.delete(made)
    assert driver.read(made) is None


def test_a_definition_brings_its_kind_along(driver: Driver, namespace: str) -> None:
    group = f"t{secrets.token_hex(4)}.example.com"
    token = f"kubernetes:{group}/v1:Thing"
    thing: JsonObject = {"metadata": {"name": "a", "namespace": namespace}, "spec": {"size": 3}}
    planned = driver.create(token, "a", thing, preview=True)
    assert planned.document.number("spec", "size") == 3, "not defined yet, shown as it is"
    made = driver.create(
        f"kubernetes:{kinds.DEFINITION.api_version}:{kinds.DEFINITION.name}",
        "things",
        definition(group),
    )
    try:
        assert not driver.diff(made, definition(group)).diffs
        refreshed = driver.read(made)
        assert refreshed is not None
        assert refreshed.inputs == made.inputs
        object_ = driver.create(token, "a", {**thing, "metadata": {"name": "a"}})
        assert object_.id == "default/a", "its scope is the definition's"
        driver.delete(object_)
        custom = driver.create(token, "b", thing)
        assert custom.id == f"{namespace}/a"
        with pytest.raises(RefusedError, match=r"spec\.size"):
            driver.update(custom, {**thing, "spec": {"size": "big"}})
    finally:
        driver.delete(made)
    assert driver.read(custom) is None, "gone with its definition"
    driver.delete(custom)


def test_a_custom_object_without_its_definition_is_refused(
    driver: Driver, namespace: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bootstrap.kubernetes_provider.session._DEFINITION_SECONDS", 1.0)
    thing: JsonObject = {"metadata": {"name": "a", "namespace": namespace}}
    with pytest.raises(RefusedError, match=r"serves no absent\.example\.com/v1 Thing"):
        driver.create("kubernetes:absent.example.com/v1:Thing", "a", thing)
