"""Asks SageMaker how many instances of each model's endpoint serve."""

import re
from collections.abc import Mapping
from typing import Protocol, cast

_URL = re.compile(r"https://runtime[.-][^/]*/endpoints/(?P<endpoint>[^/]+)/invocations")
SERVING = frozenset(
    {"InService", "Updating", "SystemUpdating", "RollingBack", "UpdateRollbackFailed"}
)
"""States in which the instances that there are answer (API reference, DescribeEndpoint)."""


class EndpointClient(Protocol):
    """The one call of boto3's `sagemaker` client that is needed."""

    def describe_endpoint(self, *, EndpointName: str) -> Mapping[str, object]:  # noqa: N803 -- AWS' own
        """The endpoint's status and its variants."""
        ...


def is_sagemaker(url: str | None) -> bool:
    """Whether a model's address is that of an endpoint of SageMaker."""
    return _URL.fullmatch(url or "") is not None


def endpoint_client(region: str) -> EndpointClient:
    """A client that gives up quickly."""
    import boto3  # noqa: PLC0415 -- only stacks on AWS need it
    from botocore.config import Config  # noqa: PLC0415 -- as above

    config = Config(connect_timeout=5, read_timeout=5, retries={"total_max_attempts": 2})
    return cast("EndpointClient", boto3.client("sagemaker", region_name=region, config=config))


def ready_instances(client: EndpointClient, url: str) -> int:
    """Instances behind an endpoint; none while it can't answer."""
    found = _URL.fullmatch(url)
    if found is None:
        return 0
    answer = client.describe_endpoint(EndpointName=found["endpoint"])
    if answer["EndpointStatus"] not in SERVING:
        return 0
    variants = cast("list[Mapping[str, object]]", answer.get("ProductionVariants", []))
    counts = (cast("int", variant.get("CurrentInstanceCount", 0)) for variant in variants)
    return sum(counts)
