"""Only instances that answer count."""

from collections.abc import Mapping

import pytest

from slipway.stacks.status.sagemaker_endpoints import is_sagemaker, ready_instances

URL = "https://runtime.sagemaker.eu-central-1.amazonaws.com/endpoints/slipway-loan/invocations"


class Client:
    """Two variants of an endpoint, one without a figure yet."""

    def __init__(self, status: str) -> None:
        self.status = status
        self.asked: list[str] = []

    def describe_endpoint(self, *, EndpointName: str) -> Mapping[str, object]:  # noqa: N803 -- AWS' own
        self.asked.append(EndpointName)
        variants: list[Mapping[str, object]] = [{"CurrentInstanceCount": 2}, {}]
        return {"EndpointStatus": self.status, "ProductionVariants": variants}


@pytest.mark.parametrize(
    ("status", "ready"),
    [("InService", 2), ("Updating", 2), ("RollingBack", 2), ("Creating", 0), ("Failed", 0)],
)
def test_an_endpoint_counts_while_its_instances_answer(status: str, ready: int) -> None:
    client = Client(status)
    assert ready_instances(client, URL) == ready
    assert client.asked == ["slipway-loan"]


@pytest.mark.parametrize("url", [None, "", "http://loan.slipway-models.svc:8080"])
def test_a_service_of_a_cluster_is_no_endpoint(url: str | None) -> None:
    assert is_sagemaker(URL)
    assert not is_sagemaker(url)
