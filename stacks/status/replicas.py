"""Asks the cluster how many replicas of each model are ready."""

from kubernetes import client, config
from ruamel.yaml import YAML
from urllib3 import Retry

TIMEOUT_SECONDS = 5


def api_client(kubeconfig: str) -> client.ApiClient:
    """A client for the cluster behind a kubeconfig's text; it gives up quickly."""
    api: client.ApiClient = config.new_client_from_config_dict(YAML(typ="safe").load(kubeconfig))
    api.configuration.retries = Retry(total=1, connect=1)
    return api


def ready_replicas(kubeconfig: str, namespace: str) -> dict[str, int]:
    """Ready replicas by Deployment.

    Raises:
        urllib3.exceptions.HTTPError: The cluster doesn't answer.
    """
    deployments = client.AppsV1Api(api_client(kubeconfig)).list_namespaced_deployment(
        namespace, _request_timeout=TIMEOUT_SECONDS
    )
    return {item.metadata.name: item.status.ready_replicas or 0 for item in deployments.items}
