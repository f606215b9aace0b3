"""A model service of our own component on a bare cluster, and what the cluster knows of it."""

import json
from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from kubernetes import client

from slipway.components.kubernetes.autoscaling import Scaling
from slipway.components.kubernetes.model_service import ModelService, ModelServiceArgs
from slipway.components.local.bare.driver import BareDriver
from slipway.stacks.status.replicas import api_client
from tests.support.recording import record

NAME, NAMESPACE = "car-loan", "models"
_SPACE = {
    "apiVersion": "v1",
    "kind": "Namespace",
    "metadata": {
        "name": NAMESPACE,
        "labels": {"pod-security.kubernetes.io/enforce": "restricted"},
    },
}


@dataclass
class ServedModel:
    """The service `car-loan`, reachable on this machine."""

    driver: BareDriver

    def start(self, image: str, replicas: int) -> None:
        """Makes what the component makes, and waits until every replica serves."""
        args = ModelServiceArgs(
            name=NAME,
            namespace=NAMESPACE,
            image=image,
            cpu="50m",
            scaling=Scaling(min_replicas=replicas, max_replicas=replicas),
            service_type="NodePort",
        )
        recording = record(lambda: ModelService(NAME, args))
        made = [one.inputs for one in recording.resources if one.type.startswith("kubernetes:")]
        self.driver.kubectl.apply("\n---\n".join(json.dumps(one) for one in (_SPACE, *made)))

    @cached_property
    def api(self) -> client.ApiClient:
        """One client for all questions."""
        return api_client(self.driver.layout.kubeconfig.read_text(encoding="utf-8"))

    @property
    def core(self) -> client.CoreV1Api:
        return client.CoreV1Api(self.api)

    @cached_property
    def url(self) -> str:
        """The service's own port of this machine, which the cluster chose."""
        (port,) = self.core.read_namespaced_service(NAME, NAMESPACE).spec.ports
        return f"http://127.0.0.1:{port.node_port}"

    def serving(self) -> dict[str, str]:
        """The pods that requests are sent to, each with its node."""
        slices = client.DiscoveryV1Api(self.api).list_namespaced_endpoint_slice(
            NAMESPACE, label_selector=f"kubernetes.io/service-name={NAME}"
        )
        return {
            endpoint.target_ref.name: endpoint.node_name
            for one in slices.items
            for endpoint in one.endpoints or []
            if endpoint.conditions.ready
        }

    def nodes(self) -> Counter[str]:
        """How many pods serve on each node."""
        return Counter(self.serving().values())

    def spread(self) -> None:
        """Starts all replicas anew, so that the scheduler spreads them over the nodes there are."""
        self.driver.kubectl.run("delete", "pods", "--all", f"--namespace={NAMESPACE}")
