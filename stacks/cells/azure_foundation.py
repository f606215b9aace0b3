"""What every cell on Azure begins with: a group, a network, logs, and AKS for those with a cluster.

Used by three cells: `landing_zone` by all, `aks_foundation` by those that run on Kubernetes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_azure_native as azure_native
import pulumi_kubernetes as kubernetes
from pulumi import Input, Output, ResourceOptions

from slipway.components.azure.cluster import Cluster
from slipway.components.azure.container_registry import ContainerRegistry
from slipway.components.azure.log_workspace import LogWorkspace
from slipway.components.azure.network import Network
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.resource_group import ResourceGroup
from slipway.components.variants.profile import EnvironmentProfile
from slipway.stacks.config.stack import StackConfig
from slipway.stacks.config.targets.azure import AzureTarget


@dataclass(frozen=True, kw_only=True)
class LandingZone:
    """A subscription's provider, a resource group, a network, logs and the registry of images."""

    place: AzurePlace
    profile: EnvironmentProfile
    name: str
    """Beginning of every name that is unique in the group alone: ``slipway-<stack>``."""
    scope: str
    """For `global_name` and for the GUIDs of role assignments: the subscription and the stack."""
    provider: azure_native.Provider
    group: ResourceGroup
    network: Network
    logs: LogWorkspace
    registry: ContainerRegistry

    def opts(self, *, depends_on: Sequence[pulumi.Resource] = ()) -> ResourceOptions:
        """Options of a component that makes Azure resources."""
        return ResourceOptions(
            providers={"azure-native": self.provider}, depends_on=list(depends_on)
        )


@dataclass(frozen=True, kw_only=True)
class AksFoundation:
    """A cluster whose nodes may pull from the zone's registry."""

    zone: LandingZone
    cluster: Cluster

    @property
    def ready(self) -> Sequence[pulumi.Resource]:
        """Workloads wait for these: the cluster's nodes, and their right to pull images."""
        raise NotImplementedError

    def access(self) -> "AksAccess":
        """How workloads of the same stack reach the cluster."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class AksAccess:
    """How to reach the cluster: from this stack, or handed over by the infrastructure's."""

    name: Input[str]
    host: Input[str]
    certificate_authority: Input[str]
    """Base64, as a kubeconfig takes it."""
    identifier: Input[str]
    """Another one as soon as it is another cluster, even under the same name."""
    registry: Input[str]
    """Host name of the registry: ``<name>.azurecr.io``."""
    ready: Sequence[pulumi.Resource] = ()

    def handover(self) -> Mapping[str, Input[str]]:
        """The values for `layers.hand_over`; `handed_over` reads them back."""
        raise NotImplementedError


def landing_zone(
    config: StackConfig, target: AzureTarget, *, dns_zones: Sequence[str]
) -> LandingZone:
    """Group, network, logs and registry; `dns_zones` as `private_dns.zones_for` lists them.

    The registry's zone is among them whenever the registry is private; the others are the cell's.
    """
    raise NotImplementedError


def aks_foundation(config: StackConfig, target: AzureTarget, zone: LandingZone) -> AksFoundation:
    """The cluster, its pools and identities: everything that only Azure's API is asked for."""
    raise NotImplementedError


def handed_over(config: StackConfig) -> AksAccess:
    """The cluster of the stack that `infrastructureStack` names (`layers: workloads`)."""
    raise NotImplementedError


def kubernetes_provider(access: AksAccess, tenant: str) -> kubernetes.Provider:
    """Asks the cluster with the operator's own Entra login; no secret is in its kubeconfig."""
    raise NotImplementedError


def platform_images(config: StackConfig, access: AksAccess) -> Mapping[str, Output[str]]:
    """The platform's images in the registry by name, after they were found to be there."""
    raise NotImplementedError
