"""How workloads reach a cluster on EKS: made by this stack, or by the infrastructure's."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as kubernetes
from pulumi import Input, ResourceOptions

from slipway.components.aws.kubeconfig import kubeconfig
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.layers import InfrastructureStack


@dataclass(frozen=True, kw_only=True)
class EksAccess:
    """Facts about the cluster; none is a secret, for whoever calls signs in."""

    region: str
    name: Input[str]
    endpoint: Input[str]
    certificate_authority: Input[str]
    key_arn: Input[str]
    """Of the key that encrypts disks."""
    ready: Sequence[pulumi.Resource] = ()
    """What the first workload waits for, where this stack makes it."""

    def handover(self) -> Mapping[str, Input[str]]:
        """The values for `layers.hand_over`; `handed_over` reads them back."""
        return {
            "clusterName": self.name,
            "clusterEndpoint": self.endpoint,
            "clusterCertificateAuthority": self.certificate_authority,
            "keyArn": self.key_arn,
        }


def handed_over(stack: InfrastructureStack, target: AwsTarget) -> EksAccess:
    """The cluster of the infrastructure's stack."""
    return EksAccess(
        region=target.region,
        name=stack.value("clusterName"),
        endpoint=stack.value("clusterEndpoint"),
        certificate_authority=stack.value("clusterCertificateAuthority"),
        key_arn=stack.value("keyArn"),
    )


def kubernetes_provider(access: EksAccess) -> kubernetes.Provider:
    """Asks the cluster with the operator's own AWS login; no secret is in its kubeconfig."""
    return kubernetes.Provider(
        "cluster",
        kubeconfig=kubeconfig(
            name=access.name,
            endpoint=access.endpoint,
            certificate_authority=access.certificate_authority,
            region=access.region,
        ),
        # Endpoints are never used twice: a new cluster under the old name is another cluster.
        cluster_identifier=access.endpoint,
        enable_server_side_apply=True,
        opts=ResourceOptions(depends_on=list(access.ready)),
    )
