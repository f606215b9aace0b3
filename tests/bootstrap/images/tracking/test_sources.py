"""Each source of passwords against what it reads: files, moto's AWS, a fake Entra."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit

import botocore.session
import pytest
from moto import mock_aws

from bootstrap.images.tracking.slipway_credentials.entra import SCOPE, EntraToken
from bootstrap.images.tracking.slipway_credentials.errors import (
    MalformedSecretError,
    UnreadablePasswordError,
)
from bootstrap.images.tracking.slipway_credentials.mounted_secret import MountedSecret
from bootstrap.images.tracking.slipway_credentials.rds_iam import RdsToken, TokenClient
from bootstrap.images.tracking.slipway_credentials.secrets_manager import (
    SecretsClient,
    SecretsManagerSecret,
)
from bootstrap.images.tracking.slipway_credentials.source import Target

TARGET = Target(host="db.example.com", port=5432, user="mlflow")
REGION = "eu-west-1"


def test_files_are_read_anew_for_every_connection(tmp_path: Path) -> None:
    source = MountedSecret(tmp_path)
    (tmp_path / "password").write_text("one\n", encoding="utf-8")
    assert source.passwords(TARGET, fresh=False) == ["one"]
    (tmp_path / "password").write_text("two", encoding="utf-8")
    (tmp_path / "password.previous").write_text("one", encoding="utf-8")
    assert source.passwords(TARGET, fresh=False) == ["two", "one"]


def test_a_password_that_was_never_rotated_is_tried_once(tmp_path: Path) -> None:
    for name in ("password", "password.previous"):
        (tmp_path / name).write_text("one", encoding="utf-8")
    assert MountedSecret(tmp_path).passwords(TARGET, fresh=True) == ["one"]


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnreadablePasswordError, match=r"password: No such file.*Mount the Secret"):
        MountedSecret(tmp_path).passwords(TARGET, fresh=False)


class Vault:
    """Moto's Secrets Manager with one secret, as RDS writes it."""

    def __init__(self) -> None:
        session = botocore.session.get_session()
        self.aws = session.create_client("secretsmanager", region_name=REGION)
        self.now = 0.0
        self.write("one", "AWSCURRENT")
        self.source = SecretsManagerSecret(
            "master",
            cast("SecretsClient", self.aws),
            absent=self.aws.exceptions.ResourceNotFoundException,
            clock=lambda: self.now,
        )

    def write(self, password: str, stage: str) -> None:
        self.write_text(json.dumps({"username": "mlflow", "password": password}), stage)

    def write_text(self, text: str, stage: str) -> None:
        known = {one["Name"] for one in self.aws.list_secrets()["SecretList"]}
        if "master" in known:
            self.aws.put_secret_value(SecretId="master", SecretString=text, VersionStages=[stage])
        else:
            self.aws.create_secret(Name="master", SecretString=text)

    def passwords(self, *, fresh: bool = False) -> list[str]:
        return list(self.source.passwords(TARGET, fresh=fresh))


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a-key-of-nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "a-secret-of-nobody")
    with mock_aws():
        yield


@pytest.fixture
def vault(aws: None) -> Vault:  # noqa: ARG001 -- the cloud must be the fake one
    return Vault()


def test_a_copy_of_the_secret_serves_for_a_minute(vault: Vault) -> None:
    assert vault.passwords() == ["one"]
    vault.write("two", "AWSCURRENT")
    vault.now = 59
    assert vault.passwords() == ["one"]
    vault.now = 61
    assert vault.passwords() == ["two"]


def test_a_refused_copy_is_fetched_anew_and_kept(vault: Vault) -> None:
    assert vault.passwords() == ["one"]
    vault.write("two", "AWSCURRENT")
    assert vault.passwords(fresh=True) == ["two"]
    assert vault.passwords() == ["two"]


def test_in_the_middle_of_a_rotation_the_pending_password_is_tried_too(vault: Vault) -> None:
    vault.write("two", "AWSPENDING")
    assert vault.passwords() == ["one"]
    assert vault.passwords(fresh=True) == ["one", "two"]


@pytest.mark.parametrize(
    ("text", "got"),
    [
        ("hunter2", "text that is no JSON object"),
        ('["hunter2"]', "text that is no JSON object"),
        ('{"pass": "hunter2"}', r"the keys \['pass'\]"),
    ],
)
def test_a_secret_of_another_form_is_refused_and_not_shown(
    vault: Vault, text: str, got: str
) -> None:
    vault.write_text(text, "AWSCURRENT")
    with pytest.raises(MalformedSecretError, match=got) as refused:
        vault.passwords()
    assert "hunter2" not in str(refused.value)


@pytest.mark.usefixtures("aws")
def test_an_iam_token_is_signed_for_this_server_and_user() -> None:
    client = botocore.session.get_session().create_client("rds", region_name=REGION)
    [token] = RdsToken(cast("TokenClient", client), REGION).passwords(TARGET, fresh=False)
    parts = urlsplit(f"//{token}")
    query = parse_qs(parts.query)
    assert parts.netloc == "db.example.com:5432"
    assert (query["Action"], query["DBUser"]) == (["connect"], ["mlflow"])
    assert f"/{REGION}/rds-db/" in query["X-Amz-Credential"][0]


class FakeEntraCredential:
    """Hands out a token per scope."""

    class FakeToken:
        def __init__(self, token: str) -> None:
            self.token = token

    def get_token(self, *scopes: str) -> FakeToken:
        return self.FakeToken(f"token for {' '.join(scopes)}")


def test_an_entra_token_is_for_azures_databases() -> None:
    assert EntraToken(FakeEntraCredential()).passwords(TARGET, fresh=False) == [
        "token for https://ossrdbms-aad.database.windows.net/.default"
    ]
    assert SCOPE.startswith("https://ossrdbms-aad")
