"""What create, diff and update of an endpoint's live facts do."""

import sys
from collections.abc import Mapping
from typing import Any

from pulumi.dynamic import DiffResult

_NEW_COUNT = ("endpoint", "variant", "triggers")
"""What a new count is asked for. Bounds alone are the autoscaler's matter, not a release's."""
_NOT_THERE = "Could not find endpoint"


class EndpointNotAskedError(Exception):
    """SageMaker can't be asked; the words are its own or the client's."""

    def __init__(self, endpoint: str, words: str) -> None:
        super().__init__(
            f"endpoint {endpoint}: got {words}; expected to read its state. Log in to the account,"
            " with the right sagemaker:DescribeEndpoint, and run up again."
        )


class ReleaseTakenBackError(Exception):
    """An endpoint serves something else than what it was told to."""

    def __init__(self, endpoint: str, found: str, wanted: str, reason: str) -> None:
        why = f" ({reason})" if reason else ""
        super().__init__(
            f"endpoint {endpoint}: got configuration {found or 'none'}{why}; expected {wanted}. "
            "SageMaker took the release back, because an alarm went off or instances didn't start:"
            " read the endpoint's log group, then pin the old release again and run up."
        )


def instances(props: dict[str, Any]) -> dict[str, Any]:
    """The resource's outputs, with the number of instances that run now.

    Raises:
        EndpointNotAskedError: It can't be found out.
    """
    described = _described(props)
    running = [
        int(variant.get("DesiredInstanceCount") or variant.get("CurrentInstanceCount") or 0)
        for variant in (described or {}).get("ProductionVariants", [])
        if variant["VariantName"] == props["variant"]
    ]
    low, high = int(props["minimum"]), int(props["maximum"])
    return {**props, "count": min(max([low, *running]), high)}


def instances_diff(old: dict[str, Any], new: dict[str, Any]) -> DiffResult:
    """Another release; a scaled endpoint by itself is none."""
    return DiffResult(changes=any(old.get(key) != new.get(key) for key in _NEW_COUNT))


def served(props: dict[str, Any]) -> dict[str, Any]:
    """The resource's outputs, if the endpoint serves what it should.

    Raises:
        ReleaseTakenBackError: It serves something else.
        EndpointNotAskedError: It can't be found out.
    """
    described = _described(props) or {}
    found, wanted = str(described.get("EndpointConfigName", "")), str(props["configuration"])
    if found != wanted:
        reason = str(described.get("FailureReason", ""))
        raise _plain(ReleaseTakenBackError(str(props["endpoint"]), found, wanted, reason))
    return dict(props)


def served_diff(old: dict[str, Any], new: dict[str, Any]) -> DiffResult:
    """Another configuration, or another endpoint."""
    keys = ("endpoint", "configuration")
    return DiffResult(changes=any(old.get(key) != new.get(key) for key in keys))


def _described(props: dict[str, Any]) -> Mapping[str, Any] | None:
    """SageMaker's description; None where there is no such endpoint."""
    import boto3  # noqa: PLC0415 -- a program that only plans needs no client of AWS
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 -- as above

    endpoint = str(props["endpoint"])
    try:
        client = boto3.client("sagemaker", region_name=str(props["region"]))
        described: Mapping[str, Any] = client.describe_endpoint(EndpointName=endpoint)
    except ClientError as error:
        words = str(error.response.get("Error", {}).get("Message", error))
        if _NOT_THERE.lower() in words.lower():
            return None
        raise _plain(EndpointNotAskedError(endpoint, words)) from None
    except BotoCoreError as error:
        raise _plain(EndpointNotAskedError(endpoint, str(error).rstrip("."))) from None
    return described


def _plain(error: Exception) -> Exception:
    """The SDK formats every exception with its traceback; this is the only handle it leaves."""
    sys.tracebacklimit = 0
    return error
