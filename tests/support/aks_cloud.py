"""What AKS adds to a cluster that was made: its issuer, and who vouches for its API server."""

import base64
import json
from collections.abc import Sequence

import pytest
from pulumi import Output
from pulumi_azure_native import containerservice as aks

from slipway.stacks.plan.graph import Json
from tests.support.azure_nouns import generated

HOST = "https://slipway-dev-1a2b3c4d.hcp.westeurope.azmk8s.io:443"
AUTHORITY = base64.b64encode(b"a certificate").decode()
ISSUER = "https://westeurope.oic.prod-aks.azure.com/tenant/cluster/"


def kubeconfig_of_aks(host: str = HOST, authority: str = AUTHORITY) -> str:
    """As AKS hands it to a user: base64, with a login by Entra instead of a secret."""
    cluster = {"server": host, "certificate-authority-data": authority}
    document = {"clusters": [{"name": "slipway-dev", "cluster": cluster}], "users": []}
    return base64.b64encode(json.dumps(document).encode()).decode()


def computed(kind: str, name: str, state: dict[str, Json]) -> dict[str, Json]:
    """For `record`: a cluster's issuer, and what the other nouns get."""
    if kind == "azure-native:containerservice:ManagedCluster":
        return {"oidcIssuerProfile": {"enabled": True, "issuerURL": ISSUER}}
    return generated(kind, name, state)


def answer_questions(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Lets recordings ask for a cluster's credentials; gives back what was asked, group and name.

    The SDK's own mocks leave an event loop open for each look-up, which the tests count as a fault.
    """
    asked: list[tuple[str, str]] = []

    def answer(question: Sequence[str]) -> aks.ListManagedClusterUserCredentialsResult:
        group, name = question
        asked.append((group, name))
        credentials = aks.outputs.CredentialResultResponse(
            name="clusterUser", value=kubeconfig_of_aks()
        )
        return aks.ListManagedClusterUserCredentialsResult(kubeconfigs=[credentials])

    def ask(
        *, resource_group_name: Output[str], resource_name: Output[str], opts: object
    ) -> Output[aks.ListManagedClusterUserCredentialsResult]:
        del opts
        return Output.all(resource_group_name, resource_name).apply(answer)

    monkeypatch.setattr(aks, "list_managed_cluster_user_credentials_output", ask)
    return asked
