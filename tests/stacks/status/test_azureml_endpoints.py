"""Azure's own REST API, through a transport that answers as it documents."""

import httpx
import pytest

from slipway.stacks.status.azureml_endpoints import AzureMlEndpoints, is_azureml

WORKSPACE = (
    "/subscriptions/s/resourceGroups/g/providers/Microsoft.MachineLearningServices/workspaces/w"
)
TRACKING = f"azureml://westeurope.api.azureml.ms/mlflow/v1.0{WORKSPACE}"
URL = "https://slipway-loan.westeurope.inference.ml.azure.com/invocations"
ENDPOINT = {"properties": {"provisioningState": "Succeeded", "traffic": {"blue": 90, "green": 10}}}


def deployment(name: str, capacity: int, state: str = "Succeeded") -> dict[str, object]:
    return {
        "name": name,
        "sku": {"name": "Default", "capacity": capacity},
        "properties": {"provisioningState": state},
    }


class Azure:
    """A management API with one endpoint."""

    def __init__(self, *deployments: dict[str, object], status: int = 200) -> None:
        self.deployments, self.status = deployments, status
        self.requests: list[httpx.Request] = []

    def endpoints(self) -> AzureMlEndpoints:
        return AzureMlEndpoints(
            tracking=TRACKING,
            token=lambda scope: f"for {scope}",
            transport=httpx.MockTransport(self._answer),
        )

    def _answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        is_list = request.url.path.endswith("/deployments")
        body = {"value": list(self.deployments)} if is_list else ENDPOINT
        return httpx.Response(self.status, json=body)


def test_the_instances_of_all_deployments_with_traffic_are_counted() -> None:
    azure = Azure(deployment("blue", 3), deployment("green", 1), deployment("idle", 5))
    assert azure.endpoints().ready_instances(URL) == 4
    paths = [request.url.path for request in azure.requests]
    assert paths == [
        f"{WORKSPACE}/onlineEndpoints/slipway-loan",
        f"{WORKSPACE}/onlineEndpoints/slipway-loan/deployments",
    ]
    first = azure.requests[0]
    assert first.url.host == "management.azure.com"
    assert first.url.params["api-version"] == "2024-10-01"
    assert first.headers["authorization"] == "Bearer for https://management.azure.com/.default"


def test_a_deployment_in_the_making_does_not_count() -> None:
    azure = Azure(deployment("blue", 3, "Updating"), deployment("green", 1))
    assert azure.endpoints().ready_instances(URL) == 1


def test_a_refusal_is_an_error_and_no_zero() -> None:
    with pytest.raises(httpx.HTTPStatusError):
        Azure(status=403).endpoints().ready_instances(URL)


@pytest.mark.parametrize("url", [None, "", "http://loan.slipway-models.svc:8080"])
def test_a_service_of_a_cluster_is_no_endpoint(url: str | None) -> None:
    assert is_azureml(URL)
    assert not is_azureml(url)
