"""Inputs of small workloads, in the spelling of the API."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bootstrap.kubernetes_provider.document import Json, JsonObject

MISSING_IMAGE = "localhost:1/missing:v1"


def metadata(namespace: str, name: str, **annotations: str) -> JsonObject:
    found: JsonObject = {"name": name, "namespace": namespace}
    if annotations:
        found["annotations"] = {f"pulumi.com/{key}": value for key, value in annotations.items()}
    return found


def pod_spec(image: str, *args: str, **fields: Json) -> JsonObject:
    return {
        "terminationGracePeriodSeconds": 0,
        "containers": [
            {
                "name": "main",
                "image": image,
                "args": list(args),
                "imagePullPolicy": "IfNotPresent",
                "resources": {"requests": {"cpu": "1m", "memory": "4Mi"}},
            }
        ],
        **fields,
    }


def template(name: str, spec: JsonObject) -> JsonObject:
    return {"metadata": {"labels": {"app": name}}, "spec": spec}


def workload(name: str, spec: JsonObject, replicas: int = 1, **fields: Json) -> JsonObject:
    return {
        "replicas": replicas,
        "selector": {"matchLabels": {"app": name}},
        "template": template(name, spec),
        **fields,
    }


def deployment(namespace: str, name: str, image: str, *args: str, replicas: int = 1) -> JsonObject:
    return {
        "metadata": metadata(namespace, name),
        "spec": workload(name, pod_spec(image, *args), replicas),
    }


def service(namespace: str, name: str) -> JsonObject:
    return {
        "metadata": metadata(namespace, name),
        "spec": {"selector": {"app": name}, "ports": [{"port": 80}]},
    }


def config_map(namespace: str, name: str = "settings", **data: str) -> JsonObject:
    return {"metadata": metadata(namespace, name), "data": dict(data)}


def once(namespace: str, name: str, image: str, *args: str, **fields: Json) -> JsonObject:
    spec = pod_spec(image, *args, restartPolicy="Never")
    return {
        "metadata": metadata(namespace, name),
        "spec": {"template": {"spec": spec}, "backoffLimit": 0, **fields},
    }
