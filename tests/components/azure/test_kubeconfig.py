"""A kubeconfig that logs in through Entra and holds no secret."""

import json

import pytest
import yaml
from pulumi import Output

from slipway.components.azure.kubeconfig import SERVER_APPLICATION, Login, kubeconfig
from tests.support.recording import record, resolve


def written(login: Login = "azurecli") -> str:
    seen: list[list[object]] = []
    record(
        lambda: seen.append(
            resolve(
                kubeconfig(
                    name=Output.from_input("slipway-dev"),
                    host=Output.from_input("https://api.example.com:443"),
                    certificate_authority="YXV0aG9yaXR5",
                    tenant="tenant-id",
                    login=login,
                )
            )
        )
    )
    [[text]] = seen
    return str(text)


def test_it_names_the_cluster_and_who_vouches_for_it() -> None:
    document = yaml.safe_load(written())
    [cluster] = document["clusters"]
    assert cluster["cluster"] == {
        "server": "https://api.example.com:443",
        "certificate-authority-data": "YXV0aG9yaXR5",
    }
    [context] = document["contexts"]
    assert context["context"] == {"cluster": cluster["name"], "user": document["users"][0]["name"]}
    assert document["current-context"] == context["name"]


@pytest.mark.parametrize("login", ["azurecli", "workloadidentity"])
def test_every_use_asks_entra_for_a_token_of_the_api_server(login: Login) -> None:
    [user] = json.loads(written(login))["users"]
    assert set(user["user"]) == {"exec"}, "a user with anything else would hold a secret"
    command = user["user"]["exec"]
    assert command["command"] == "kubelogin"
    assert command["args"] == [
        "get-token",
        *("--login", login),
        *("--server-id", SERVER_APPLICATION),
        *("--tenant-id", "tenant-id"),
    ]
