import base64
from collections.abc import Mapping
from dataclasses import dataclass, field

import boto3
import pytest
from moto import mock_aws

from slipway.serving.release.image.auth import RegistryLogin
from slipway.serving.release.image.logins.ecr import EcrLogin
from slipway.serving.release.image.logins.source import LoginError

HOST = "111122223333.dkr.ecr.eu-central-1.amazonaws.com"


@dataclass
class _Client:
    """Answers as AWS does, and keeps the regions that it was made for."""

    regions: list[str] = field(default_factory=list)

    def __call__(self, region: str) -> "_Client":
        self.regions.append(region)
        return self

    def get_authorization_token(self) -> Mapping[str, object]:
        token = base64.b64encode(b"AWS:open:sesame").decode()
        return {"authorizationData": [{"authorizationToken": token, "proxyEndpoint": "x"}]}


def test_the_token_is_taken_apart_into_user_and_password() -> None:
    client = _Client()
    login = EcrLogin(client).login(HOST)
    assert login == RegistryLogin(username="AWS", password="open:sesame")  # noqa: S106 - made up
    assert client.regions == ["eu-central-1"]


@pytest.mark.parametrize(
    "registry",
    ["registry.test", "public.ecr.aws", "111122223333.dkr.ecr.eu-central-1.amazonaws.com.evil/x"],
)
def test_a_registry_elsewhere_asks_aws_for_nothing(registry: str) -> None:
    client = _Client()
    assert EcrLogin(client).login(registry) is None
    assert client.regions == []


@pytest.mark.parametrize(
    "registry",
    [
        "111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn",
        "111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com",
        "111122223333.dkr-ecr.us-east-1.on.aws",
    ],
)
def test_every_form_of_ecrs_hosts_is_known(registry: str) -> None:
    client = _Client()
    assert EcrLogin(client).login(registry) is not None
    assert client.regions == [registry.split(".")[-3 if registry.endswith(("com", "aws")) else -4]]


def test_boto3_is_asked_where_nothing_else_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        login = EcrLogin().login(HOST)
    assert login is not None
    assert login.username == "AWS"
    assert login.password


def test_an_operator_without_credentials_is_told_how_to_get_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    # A session of another test's would still know its login.
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    with pytest.raises(LoginError, match=f"registry {HOST}: got NoCredentialsError.*aws sso login"):
        EcrLogin().login(HOST)
