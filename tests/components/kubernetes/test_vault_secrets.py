"""Secrets of a cloud's vault, as the Secrets Store CSI driver is told of them."""

import pytest
import yaml

from slipway.components.kubernetes.secret_store import UnknownSecretError
from slipway.components.kubernetes.vault import AwsSecretsManager, AzureKeyVault, Vault
from slipway.components.kubernetes.vault_secrets import VaultSecrets, VaultSecretsArgs
from slipway.stacks.plan.graph import Json
from tests.support.json_path import at
from tests.support.recording import Recording, record

ARN = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:mlflow-admin-AbCdEf"
AZURE = AzureKeyVault(name="kv-ml", tenant_id="tenant", client_id="client")
AWS = AwsSecretsManager(region="eu-central-1")


def made(vault: Vault, secret: str) -> Recording:
    args = VaultSecretsArgs(namespace="ml", vault=vault, objects={"admin": secret})
    return record(lambda: VaultSecrets("tracking-secrets", args))


def spec(vault: Vault, secret: str) -> Json:
    return at(made(vault, secret).one("SecretProviderClass", "tracking-secrets-class"), "spec")


def test_key_vault_is_read_by_the_pods_workload_identity() -> None:
    found = spec(AZURE, "mlflow-admin")
    assert at(found, "provider") == "azure"
    parameters = at(found, "parameters")
    assert isinstance(parameters, dict)
    text = str(parameters.pop("objects"))
    assert parameters == {
        "usePodIdentity": "false",
        "useVMManagedIdentity": "false",
        "clientID": "client",
        "tenantId": "tenant",
        "keyvaultName": "kv-ml",
    }
    [entry] = yaml.safe_load(text)["array"]
    assert yaml.safe_load(entry) == {
        "objectName": "mlflow-admin",
        "objectType": "secret",
        "objectAlias": "admin",
    }


def test_secrets_manager_is_read_by_the_pods_eks_pod_identity() -> None:
    found = spec(AWS, ARN)
    assert at(found, "provider") == "aws"
    assert at(found, "parameters", "usePodIdentity") == "true"
    # An ARN of another region than this one is refused by the driver.
    assert at(found, "parameters", "region") == ARN.split(":")[3]
    assert yaml.safe_load(str(at(found, "parameters", "objects"))) == [
        {"objectName": ARN, "objectAlias": "admin"}
    ]


@pytest.mark.parametrize(("vault", "secret"), [(AZURE, "mlflow-admin"), (AWS, ARN)])
def test_nothing_is_copied_into_a_kubernetes_secret(vault: Vault, secret: str) -> None:
    recording = made(vault, secret)
    assert "secretObjects" not in str(spec(vault, secret))
    assert recording.kind("Secret") == []


def test_a_file_that_no_object_becomes_is_refused_by_name() -> None:
    def program() -> None:
        args = VaultSecretsArgs(namespace="ml", vault=AWS, objects={"admin": ARN})
        VaultSecrets("tracking-secrets", args).file("session")

    with pytest.raises(UnknownSecretError, match="got session; expected one of admin"):
        record(program)
