"""A kubeconfig that holds no secret: each use asks Entra with the operator's own login."""

from collections.abc import Mapping
from typing import Literal

from pulumi import Input, Output

SERVER_APPLICATION = "6dae42f8-4368-4678-94ff-3960e28e3630"
"""AKS' API servers as Entra knows them, in every tenant. Source: kubelogin's documentation."""

Login = Literal["azurecli", "workloadidentity", "spn", "msi"]
"""How kubelogin logs in; `azurecli` is whoever ran `az login`, a CI job included."""


def kubeconfig(
    *,
    name: Input[str],
    host: Input[str],
    certificate_authority: Input[str],
    tenant: str,
    login: Login = "azurecli",
) -> Output[str]:
    """JSON, which every client reads as YAML; `certificate_authority` is base64."""
    known: Mapping[str, Input[str]] = {
        "name": name,
        "host": host,
        "authority": certificate_authority,
    }
    return Output.json_dumps(
        Output.all(**known).apply(lambda given: _document(given, tenant, login))
    )


def _document(given: Mapping[str, str], tenant: str, login: Login) -> dict[str, object]:
    name = given["name"]
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "clusters": [
            {
                "name": name,
                "cluster": {
                    "server": given["host"],
                    "certificate-authority-data": given["authority"],
                },
            }
        ],
        "users": [{"name": name, "user": {"exec": _exec(tenant, login)}}],
        "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
        "current-context": name,
    }


def _exec(tenant: str, login: Login) -> dict[str, object]:
    return {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": "kubelogin",
        "args": [
            "get-token",
            *("--login", login),
            *("--server-id", SERVER_APPLICATION),
            *("--tenant-id", tenant),
        ],
        "installHint": "Install kubelogin (`az aks install-cli`), then run `az login`.",
        "interactiveMode": "IfAvailable",
        "provideClusterInfo": False,
    }
