"""How workloads reach a cluster on AKS: made by this stack, or by the infrastructure's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi import Input, ResourceOptions

from slipway.components.azure.kubeconfig import kubeconfig
from slipway.stacks.layers import InfrastructureStack


@dataclass(frozen=True, kw_only=True)
class AksAccess:
    """Facts about the cluster; none is a secret, for whoever calls signs in."""

    name: Input[str]
    host: Input[str]
    certificate_authority: Input[str]
    """Base64, as a kubeconfig takes it."""
    identifier: Input[str]
    """Says which cluster it is."""
    registry: Input[str]
    """Host of the registry that its nodes pull from: ``<name>.azurecr.io``."""
    ready: Sequence[pulumi.Resource] = ()
    """What the first workload waits for, where this stack makes it."""

    def handover(self) -> Mapping[str, Input[str]]:
        """The values for `layers.hand_over`; `handed_over` reads them back."""
        return {
            "clusterName": self.name,
            "clusterHost": self.host,
            "clusterCertificateAuthority": self.certificate_authority,
            "clusterIdentifier": self.identifier,
            "registry": self.registry,
        }


def handed_over(stack: InfrastructureStack) -> AksAccess:
    """The cluster of the infrastructure's stack."""
    return AksAccess(
        name=stack.value("clusterName"),
        host=stack.value("clusterHost"),
        certificate_authority=stack.value("clusterCertificateAuthority"),
        identifier=stack.value("clusterIdentifier"),
        registry=stack.value("registry"),
    )


def kubernetes_provider(access: AksAccess, tenant: str) -> kubernetes.Provider:
    """Asks the cluster with the operator's own Entra login; no secret is in its kubeconfig.

    Unreachable objects aren't dropped: a private API server is unreachable from any place outside
    of its network, and a refresh from there would forget the whole platform.
    """
    return kubernetes.Provider(
        "cluster",
        kubeconfig=kubeconfig(
            name=access.name,
            host=access.host,
            certificate_authority=access.certificate_authority,
            tenant=tenant,
        ),
        # Another address of the same cluster, e.g. a private one, replaces nothing.
        cluster_identifier=access.identifier,
        enable_server_side_apply=True,
        opts=ResourceOptions(depends_on=list(access.ready)),
    )
