"""Evictions as a drain asks for them."""

from http import HTTPStatus

from kubernetes import client


def evict(core: client.CoreV1Api, namespace: str, pod: str) -> int:
    """The status that the API server answers: 201 for granted, 429 for "not now"."""
    request = client.V1Eviction(metadata=client.V1ObjectMeta(name=pod, namespace=namespace))
    try:
        core.create_namespaced_pod_eviction(pod, namespace, request)
    except client.ApiException as refusal:
        return int(refusal.status)
    return HTTPStatus.CREATED


def protected(core: client.CoreV1Api, namespace: str, selector: str) -> list[str]:
    """The pods that a disruption budget speaks for: ready ones that aren't leaving already."""
    found = core.list_namespaced_pod(namespace, label_selector=selector).items
    return [
        pod.metadata.name
        for pod in found
        if pod.metadata.deletion_timestamp is None
        and any(one.type == "Ready" and one.status == "True" for one in pod.status.conditions or ())
    ]
