"""What every cell on AWS begins with: account, network, key, and a cluster for those with one.

Used by three cells: `landing_zone` by all, `eks_foundation` by those that run on Kubernetes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes
from pulumi import Input, Output, ResourceOptions

from slipway.components.aws.cluster import Cluster
from slipway.components.aws.container_registry import ContainerRegistry
from slipway.components.aws.encryption_key import EncryptionKey
from slipway.components.aws.network import Network
from slipway.components.aws.place import AwsPlace
from slipway.components.aws.pod_identity import PodIdentity
from slipway.components.variants.profile import EnvironmentProfile
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.aws import AwsTarget


@dataclass(frozen=True, kw_only=True)
class LandingZone:
    """An account's provider, a network and a key; everything else is made inside."""

    place: AwsPlace
    profile: EnvironmentProfile
    name: str
    """Beginning of every explicit name, unique in the account: ``slipway-<stack>``."""
    scope: str
    """For `global_name`: the account and the stack."""
    tags: Mapping[str, str]
    """On everything by the provider; repeated where a resource tags others (nodes, volumes)."""
    provider: aws.Provider
    network: Network
    key: EncryptionKey

    def opts(self, *, depends_on: Sequence[pulumi.Resource] = ()) -> ResourceOptions:
        """Options of a component that makes AWS resources."""
        return ResourceOptions(providers={"aws": self.provider}, depends_on=list(depends_on))


@dataclass(frozen=True, kw_only=True)
class EksFoundation:
    """A cluster with nodes and add-ons, its registry, and what makes identities in it."""

    zone: LandingZone
    cluster: Cluster
    registry: ContainerRegistry
    ready: Sequence[pulumi.Resource]
    """Workloads wait for these: administrators, nodes, add-ons."""

    def pod_identity(
        self,
        name: str,
        *,
        namespace: str,
        service_account: str,
        description: str,
        policy: Input[str],
    ) -> PodIdentity:
        """A role for one service account, with one policy (see `access_policy`)."""
        raise NotImplementedError

    def access(self) -> "EksAccess":
        """How workloads of the same stack reach the cluster."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class EksAccess:
    """How to reach the cluster: from this stack, or handed over by the infrastructure's."""

    region: str
    name: Input[str]
    endpoint: Input[str]
    certificate_authority: Input[str]
    key_arn: Input[str]
    ready: Sequence[pulumi.Resource] = ()

    def handover(self) -> Mapping[str, Input[str]]:
        """The values for `layers.hand_over`; `handed_over` reads them back."""
        raise NotImplementedError


def landing_zone(
    config: StackConfig,
    target: AwsTarget,
    *,
    endpoints: Sequence[str],
    key_services: Sequence[str] = (),
) -> LandingZone:
    """Provider, key and network; `endpoints` are services by the end of their endpoint's name."""
    raise NotImplementedError


def eks_foundation(config: StackConfig, target: AwsTarget, zone: LandingZone) -> EksFoundation:
    """Cluster, nodes, add-ons and registry: everything that only the AWS API is asked for."""
    raise NotImplementedError


def handed_over(config: StackConfig, target: AwsTarget) -> EksAccess:
    """The cluster of the stack that `infrastructureStack` names (`layers: workloads`)."""
    raise NotImplementedError


def kubernetes_provider(access: EksAccess) -> kubernetes.Provider:
    """Asks the cluster with the operator's own AWS login; no secret is in its kubeconfig."""
    raise NotImplementedError


def cluster_services(
    config: StackConfig, target: AwsTarget, access: EksAccess, provider: kubernetes.Provider
) -> Sequence[pulumi.Resource]:
    """What the platform needs inside the cluster before itself: disks and the autoscaler."""
    raise NotImplementedError


def platform_images(config: StackConfig, registry: str) -> Mapping[str, Output[str]]:
    """The platform's images in the registry by name, after they were found to be there."""
    raise NotImplementedError
