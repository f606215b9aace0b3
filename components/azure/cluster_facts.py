"""What a client must know of a cluster's API server, asked for once the cluster is there.

AKS tells the certificate authority nowhere but in a kubeconfig, and with local accounts off that
file holds no secret. The question depends on the cluster's id, so nothing is asked, and nothing
known, before the cluster exists: an offline plan and the first preview need no answer.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import yaml
from pulumi import Output
from pulumi_azure_native import containerservice as aks


@dataclass(frozen=True, kw_only=True)
class ClusterFacts:
    """Address and certificate of the API server."""

    host: Output[str]
    certificate_authority: Output[str]
    """Base64."""
    oidc_issuer: Output[str]


def cluster_facts(
    cluster: aks.ManagedCluster, name: str, resource_group: Output[str]
) -> ClusterFacts:
    """Outputs that are unknown in a plan; neither is a secret."""
    after = cluster.id.apply(lambda _id: name)  # not `known_after`: unknown is what is wanted
    answer = aks.list_managed_cluster_user_credentials_output(
        resource_group_name=resource_group,
        resource_name=after,
        opts=pulumi.InvokeOutputOptions(parent=cluster),
    )
    server = Output.unsecret(answer.apply(_server))
    return ClusterFacts(
        host=server.apply(lambda one: one[0]),
        certificate_authority=server.apply(lambda one: one[1]),
        # After the id, because a plan knows the profile and not the issuer in it.
        oidc_issuer=cluster.id.apply(lambda _id: cluster.oidc_issuer_profile.apply(_issuer)),
    )


def _issuer(profile: aks.outputs.ManagedClusterOIDCIssuerProfileResponse | None) -> str:
    if profile is None:
        raise ValueError("AKS: got a cluster without an OIDC issuer; expected one, as asked for.")
    return profile.issuer_url


def _server(answer: aks.ListManagedClusterUserCredentialsResult) -> tuple[str, str]:
    return server_of([one.value for one in answer.kubeconfigs])


def server_of(kubeconfigs: Sequence[str]) -> tuple[str, str]:
    """Address and certificate authority in the first of these base64 kubeconfigs.

    Raises:
        ValueError: There is none, or it names no server.
    """
    for encoded in kubeconfigs:
        match yaml.safe_load(base64.b64decode(encoded)):
            case {
                "clusters": [
                    {
                        "cluster": {
                            "server": str(host),
                            "certificate-authority-data": str(authority),
                        }
                    },
                    *_,
                ]
            }:
                return host, authority
            case _:
                continue
    raise ValueError(
        f"AKS user credentials: got {len(kubeconfigs)} kubeconfigs without a server; expected one."
        " Check that the login may list the cluster's user credentials."
    )
