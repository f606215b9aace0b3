"""A cloud stack's status: what answers is shown, who doesn't is named, nothing crashes."""

import json
from collections.abc import Callable, Iterator

import boto3
import httpx
import pytest
from moto import mock_aws

from slipway.monitoring.states import State
from slipway.stacks.config.loader import load
from slipway.stacks.config.sources import from_file
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.engine.outputs import StackOutputs, read_outputs
from slipway.stacks.status.collect import collect
from slipway.stacks.status.endpoints import Endpoints
from slipway.stacks.status.report import DRIFT_STATES, UNKNOWN
from tests.support.example_stacks import ROOT

# botocore and the cluster's client use parts of Python that they will have to leave.
pytestmark = pytest.mark.filterwarnings("ignore")

REGION = "eu-central-1"
URL = f"https://runtime.sagemaker.{REGION}.amazonaws.com/endpoints/slipway-car-loan/invocations"
MODEL = "car-loan"


def stack(name: str) -> StackConfig:
    found = load(from_file(ROOT / f"Pulumi.{name}.yaml"))
    assert MODEL in found.platform.models
    return found


def deployed(url: str = URL, **more: object) -> StackOutputs:
    model = {"url": url, "namespace": None, "version": 1, "image": "i", "min": 1, "max": 2}
    values = {"urls": {"tracking": "https://t"}, "models": {MODEL: model}, **more}
    return read_outputs("team", json.dumps(values))


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    with mock_aws():
        place = {"LocationConstraint": REGION}
        boto3.client("s3").create_bucket(
            Bucket="slipway-monitoring", CreateBucketConfiguration=place
        )  # type: ignore[arg-type] # a literal of the stubs
        yield


STORES = {"monitoring": "s3://slipway-monitoring/team"}


def verdict(state: str) -> None:
    body = json.dumps({"state": state}).encode()
    key = f"team/{MODEL}/verdicts/latest.json"
    boto3.client("s3").put_object(Bucket="slipway-monitoring", Key=key, Body=body)


def fixed(answer: Callable[[str], int]) -> Endpoints:
    return Endpoints(urls={MODEL: URL}, ready=answer)


@pytest.mark.usefixtures("aws")
@pytest.mark.parametrize("state", [each.value for each in State])
def test_the_state_of_the_last_verdict_is_shown(state: str) -> None:
    assert state in DRIFT_STATES
    verdict(state)
    found = collect(stack("managed-aws"), deployed(stores=STORES), fixed(lambda _url: 2))
    assert (found.models[MODEL].ready, found.models[MODEL].drift) == (2, state)
    assert found.unreachable == ()


@pytest.mark.usefixtures("aws")
def test_before_the_first_verdict_the_state_is_unknown_and_nobody_is_to_blame() -> None:
    found = collect(stack("managed-aws"), deployed(stores=STORES), fixed(lambda _url: 2))
    assert found.models[MODEL].drift == UNKNOWN
    assert found.unreachable == ()


@pytest.mark.usefixtures("aws")
def test_whatever_does_not_answer_is_named_and_the_rest_shown() -> None:
    def away(_url: str) -> int:
        raise httpx.ConnectError("no route")

    gone = {"monitoring": "s3://nobodys-bucket"}
    found = collect(stack("managed-aws"), deployed(stores=gone), fixed(away))
    assert found.unreachable == (f"endpoint of {MODEL}", f"verdicts of {MODEL}")
    assert found.models[MODEL].url == URL
    assert found.models[MODEL].ready == 0


@pytest.mark.usefixtures("aws")
def test_an_endpoint_that_aws_does_not_know_is_named() -> None:
    found = collect(stack("managed-aws"), deployed(stores=STORES))
    assert found.unreachable == (f"endpoint of {MODEL}",)


@pytest.mark.usefixtures("aws")
def test_the_instances_of_an_endpoint_are_counted_by_its_address() -> None:
    client = boto3.client("sagemaker")  # type: ignore[call-overload] # no stubs
    client.create_model(ModelName="m", ExecutionRoleArn="arn:aws:iam::123456789012:role/r-of-model")
    variant = {"VariantName": "v", "ModelName": "m", "InstanceType": "ml.m5.large"}
    variants = [{**variant, "InitialInstanceCount": 3, "InitialVariantWeight": 1}]
    client.create_endpoint_config(EndpointConfigName="c", ProductionVariants=variants)
    client.create_endpoint(EndpointName="slipway-car-loan", EndpointConfigName="c")
    found = collect(stack("managed-aws"), deployed(stores=STORES))
    assert found.models[MODEL].ready == 3
    assert found.unreachable == ()


def test_a_kubeconfig_whose_program_is_missing_is_a_cluster_that_does_not_answer() -> None:
    user = {"exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": "no-such-tool"}}
    kubeconfig = {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "c",
        "contexts": [{"name": "c", "context": {"cluster": "k", "user": "u"}}],
        "clusters": [{"name": "k", "cluster": {"server": "https://127.0.0.1:9"}}],
        "users": [{"name": "u", "user": user}],
    }
    model = {"url": "http://m", "namespace": "slipway-models", "version": 1, "image": "i"}
    values = {
        "urls": {"prometheus": "http://127.0.0.1:9", "tracking": "http://t"},
        "models": {MODEL: model},
        "kubeconfig": json.dumps(kubeconfig),
    }
    found = collect(stack("open-source-aws"), read_outputs("team", json.dumps(values)))
    assert found.unreachable == ("cluster", "prometheus")


def test_a_stack_that_exports_no_kubeconfig_has_a_cluster_that_does_not_answer() -> None:
    model = {"url": "http://m", "namespace": "slipway-models", "version": 1, "image": "i"}
    urls = {"prometheus": "http://127.0.0.1:9", "tracking": "http://t"}
    outputs = read_outputs("team", json.dumps({"urls": urls, "models": {MODEL: model}}))
    found = collect(stack("open-source-kubernetes"), outputs)
    assert found.unreachable == ("cluster", "prometheus")
