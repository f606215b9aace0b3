"""What a running endpoint is asked during `up`, against an imitation of SageMaker."""

import base64
import pickletools
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from moto import mock_aws
from pulumi.dynamic import ResourceProvider
from pulumi.dynamic.dynamic import serialize_provider

from slipway.components.aws import endpoint_live_state as state
from slipway.components.aws.endpoint_live_provider import (
    LiveInstancesProvider,
    ServedConfigurationProvider,
)

REGION, ENDPOINT, VARIANT = "eu-central-1", "fraud-0a1b2c", "main"
ROLE = "arn:aws:iam::123456789012:role/model"
PROPS: dict[str, Any] = {
    "region": REGION,
    "endpoint": ENDPOINT,
    "variant": VARIANT,
    "minimum": 2.0,  # numbers reach a provider as floats
    "maximum": 6.0,
    "triggers": ["fraud-model-1"],
    "count": None,
}


@pytest.fixture(autouse=True)
def cloud(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setattr("sys.tracebacklimit", 1000, raising=False)
    with mock_aws():
        yield


def configure(name: str, count: int = 2) -> None:
    client = boto3.client("sagemaker", region_name=REGION)
    client.create_model(
        ModelName=f"{name}-model", ExecutionRoleArn=ROLE, PrimaryContainer={"Image": "image"}
    )
    variant = {
        "VariantName": VARIANT,
        "ModelName": f"{name}-model",
        "InitialInstanceCount": count,
        "InstanceType": "ml.m5.large",
    }
    client.create_endpoint_config(EndpointConfigName=name, ProductionVariants=[variant])


def run_endpoint(count: int, configuration: str = "v1") -> None:
    configure(configuration, count)
    boto3.client("sagemaker", region_name=REGION).create_endpoint(
        EndpointName=ENDPOINT, EndpointConfigName=configuration
    )


def test_the_first_release_starts_with_the_minimum() -> None:
    assert state.instances(PROPS)["count"] == 2


@pytest.mark.parametrize(("running", "expected"), [(1, 2), (2, 2), (5, 5), (9, 6)])
def test_a_release_starts_with_what_runs_within_the_bounds(running: int, expected: int) -> None:
    run_endpoint(running)
    assert state.instances(PROPS)["count"] == expected


def test_another_variant_doesnt_count() -> None:
    run_endpoint(5)
    assert state.instances({**PROPS, "variant": "other"})["count"] == 2


def test_a_release_asks_again_and_a_scaled_endpoint_by_itself_doesnt() -> None:
    old = state.instances(PROPS)
    assert not state.instances_diff(old, {**PROPS, "minimum": 1.0, "maximum": 9.0}).changes
    assert state.instances_diff(old, {**PROPS, "triggers": ["fraud-model-2"]}).changes


def test_what_is_served_as_it_should_be_passes() -> None:
    run_endpoint(2)
    props = {"region": REGION, "endpoint": ENDPOINT, "configuration": "v1"}
    assert state.served(props) == props


def test_a_release_that_was_taken_back_fails_and_names_both() -> None:
    run_endpoint(2)
    props = {"region": REGION, "endpoint": ENDPOINT, "configuration": "v2"}
    with pytest.raises(state.ReleaseTakenBackError) as caught:
        state.served(props)
    for word in (ENDPOINT, "configuration v1", "v2", "alarm"):
        assert word in str(caught.value)


def test_an_endpoint_that_is_gone_serves_nothing() -> None:
    with pytest.raises(state.ReleaseTakenBackError, match="none"):
        state.served({"region": REGION, "endpoint": ENDPOINT, "configuration": "v1"})


def test_the_reason_that_sagemaker_gives_is_passed_on(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = {"EndpointConfigName": "v1", "FailureReason": "alarm latency went off"}
    monkeypatch.setattr(state, "_described", lambda _props: answer)
    with pytest.raises(state.ReleaseTakenBackError, match="alarm latency went off"):
        state.served({"region": REGION, "endpoint": ENDPOINT, "configuration": "v2"})


@pytest.mark.parametrize("ask", [state.instances, state.served])
def test_who_isnt_logged_in_is_told_so(monkeypatch: pytest.MonkeyPatch, ask: Any) -> None:
    class Refusing:
        def describe_endpoint(self, **_: object) -> None:
            from botocore.exceptions import NoCredentialsError  # noqa: PLC0415 -- of this test

            raise NoCredentialsError

    monkeypatch.setattr(boto3, "client", lambda *_, **__: Refusing())
    with pytest.raises(state.EndpointNotAskedError, match="Unable to locate credentials"):
        ask({**PROPS, "configuration": "v1"})


def test_another_refusal_is_no_missing_endpoint(monkeypatch: pytest.MonkeyPatch) -> None:
    class Refusing:
        def describe_endpoint(self, **_: object) -> None:
            from botocore.exceptions import ClientError  # noqa: PLC0415 -- of this test

            error = {"Code": "AccessDeniedException", "Message": "not authorized"}
            raise ClientError({"Error": error}, "DescribeEndpoint")  # type: ignore[typeddict-item]

    monkeypatch.setattr(boto3, "client", lambda *_, **__: Refusing())
    with pytest.raises(state.EndpointNotAskedError, match="not authorized"):
        state.instances(PROPS)


def test_another_configuration_is_looked_for_again() -> None:
    old = {"endpoint": ENDPOINT, "configuration": "v1"}
    assert not state.served_diff(old, dict(old)).changes
    assert state.served_diff(old, {**old, "configuration": "v2"}).changes


@pytest.mark.parametrize("provider", [LiveInstancesProvider(), ServedConfigurationProvider()])
def test_the_state_keeps_a_reference_to_the_code_and_not_the_code(
    provider: ResourceProvider,
) -> None:
    pickled = base64.b64decode(serialize_provider(provider))
    texts = [
        argument for _, argument, _ in pickletools.genops(pickled) if isinstance(argument, str)
    ]
    module = "slipway.components.aws.endpoint_live_provider"
    assert texts == [module, type(provider).__name__]


def test_the_providers_pass_on_what_was_found() -> None:
    run_endpoint(5)
    assert LiveInstancesProvider().create(PROPS).outs["count"] == 5  # type: ignore[index] # set
    assert LiveInstancesProvider().update("", {}, PROPS).outs["count"] == 5  # type: ignore[index] # set
    served = {"region": REGION, "endpoint": ENDPOINT, "configuration": "v1"}
    assert ServedConfigurationProvider().create(served).outs == served
    assert ServedConfigurationProvider().update("", {}, served).outs == served
