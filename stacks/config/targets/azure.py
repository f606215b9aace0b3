"""Microsoft Azure: AKS and its neighbours, or Azure Machine Learning."""

from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.config.fields import Name
from slipway.stacks.config.release import Release
from slipway.stacks.config.targets.cloud import (
    DEFAULT_VERSION,
    Alerts,
    ApiServer,
    Cidr,
    Pools,
    Version,
)

Guid = Annotated[str, Field(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
_GROUP = r"^/subscriptions/[0-9a-f-]{36}/resourceGroups/[^/]+"


def _id(kind: str) -> str:
    """The shape of a resource id of one kind, e.g. ``Microsoft.KeyVault/vaults``."""
    parts = kind.split("/")
    provider = parts[0].replace(".", r"\.")
    names = "".join(f"/{part}/[^/]+" for part in parts[1:])
    return f"{_GROUP}/providers/{provider}{names}$"


VnetId = Annotated[str, Field(pattern=_id("Microsoft.Network/virtualNetworks"))]
SubnetId = Annotated[str, Field(pattern=_id("Microsoft.Network/virtualNetworks/subnets"))]
ClusterId = Annotated[str, Field(pattern=_id("Microsoft.ContainerService/managedClusters"))]
VaultId = Annotated[str, Field(pattern=_id("Microsoft.KeyVault/vaults"))]
RegistryId = Annotated[str, Field(pattern=_id("Microsoft.ContainerRegistry/registries"))]
StorageId = Annotated[str, Field(pattern=_id("Microsoft.Storage/storageAccounts"))]
ServerId = Annotated[str, Field(pattern=_id("Microsoft.DBforPostgreSQL/flexibleServers"))]
LogsId = Annotated[str, Field(pattern=_id("Microsoft.OperationalInsights/workspaces"))]
DnsZoneId = Annotated[str, Field(pattern=_id("Microsoft.Network/privateDnsZones"))]
MetricsId = Annotated[str, Field(pattern=_id("Microsoft.Monitor/accounts"))]
WorkspaceId = Annotated[str, Field(pattern=_id("Microsoft.MachineLearningServices/workspaces"))]


class AdoptedVnet(ConfigModel):
    """A virtual network that exists; nothing in it is changed."""

    vnet: VnetId
    nodes_subnet: SubnetId
    endpoints_subnet: SubnetId
    database_subnet: SubnetId | None = Field(
        default=None, description="Delegated to PostgreSQL flexible servers; for cloud-native."
    )
    api_server_subnet: SubnetId | None = Field(
        default=None,
        description="Delegated to AKS, at least a /28; without it a private API server is reached"
        " by a private link, and a listed one needs the network's outbound address in the list.",
    )
    outbound: Literal["nat-gateway", "routes", "load-balancer"] = Field(
        default="load-balancer",
        description="How its nodes reach the internet: the subnet's NAT gateway, the subnet's own"
        " routes (a firewall), or a load balancer that AKS makes.",
    )
    dns_zones: dict[str, DnsZoneId] = Field(
        default_factory=dict,
        description="Private DNS zones that are linked to it already, by zone name, e.g."
        " privatelink.azurecr.io; a network can ask only one zone of a name.",
    )


class AzureNetwork(ConfigModel):
    """A virtual network of its own, or one that exists."""

    cidr: Cidr = "10.40.0.0/16"
    flow_logs: StorageId | None = Field(
        default=None,
        description="A storage account of the region that the network's flows are logged to;"
        " without it they aren't.",
    )
    adopt: AdoptedVnet | None = None


class AdoptedAks(ConfigModel):
    """A cluster that exists, with the facts that its workloads need."""

    id: ClusterId
    host: Annotated[str, Field(pattern=r"^https://\S+$")]
    certificate_authority: str = Field(description="Base64, as the kubeconfig holds it.")
    oidc_issuer: Annotated[str, Field(pattern=r"^https://\S+$")]
    kubelet: Guid | None = Field(
        default=None,
        description="Object id of its nodes' identity, which is then let pull images; without it"
        " that is somebody else's task.",
    )


class Aks(ConfigModel):
    """The cluster: autoscaled pools, workload identity, login by Entra alone."""

    version: Version = DEFAULT_VERSION
    tier: Literal["Free", "Standard", "Premium"] | None = Field(
        default=None, description="Without it: Free, and Standard in production."
    )
    api_server: ApiServer = ApiServer()
    pools: Pools = Pools()
    administrators: list[Guid] = Field(
        default_factory=list,
        description="Entra groups (object ids) that administrate the cluster; whoever runs pulumi"
        " up is in one of them. Nobody else gets in at first.",
    )
    adopt: AdoptedAks | None = None


class AdoptedServer(ConfigModel):
    """A PostgreSQL flexible server that exists, with the databases mlflow and mlflow_auth.

    Its owner lets the tracking server's identity in: nothing of it is changed.
    """

    id: ServerId
    host: str


class FlexibleServer(ConfigModel):
    """PostgreSQL for tracking: private, login by Entra, backed up."""

    size: Annotated[str, Field(pattern=r"^Standard_[A-Za-z0-9_]+$")] | None = None
    storage_gb: Literal[32, 64, 128, 256, 512, 1024] = 32
    adopt: AdoptedServer | None = None


class AzureAdopted(ConfigModel):
    """Single resources that exist already, by id; each is used and never changed."""

    vault: VaultId | None = Field(
        default=None,
        description="Has the secrets tracking-administrator and tracking-session-key.",
    )
    registry: RegistryId | None = None
    storage: StorageId | None = Field(
        default=None,
        description="Has the containers artifacts, request-log, labels and monitoring.",
    )
    logs: LogsId | None = None
    metrics_workspace: MetricsId | None = Field(
        default=None, description="Azure Monitor workspace, which has Prometheus' metrics."
    )
    workspace: WorkspaceId | None = None


class Trial(Release):
    """A version that is tried on a part of the requests, beside the released one."""

    percent: int = Field(ge=0, le=99, description="Share of the requests that it answers.")


class MachineLearning(ConfigModel):
    """The managed platform's options."""

    registry: bool = Field(
        default=False, description="An Azure ML registry, to promote models across workspaces."
    )
    endpoint_instance: Annotated[str, Field(pattern=r"^Standard_[A-Za-z0-9_]+$")] = (
        "Standard_DS3_v2"
    )
    endpoint_instances: dict[str, str] = Field(
        default_factory=dict, description="Instance type by model, where it differs."
    )
    compute_size: Annotated[str, Field(pattern=r"^(STANDARD|Standard)_[A-Za-z0-9_]+$")] = (
        "Standard_DS3_v2"
    )
    compute_max_nodes: int = Field(default=4, ge=1, le=100)
    private_endpoints: bool = Field(
        default=True, description="Workspace, storage, vault and registry by private address alone."
    )
    capture_percent: int = Field(default=100, ge=1, le=100)
    workspace_identity: Literal["user-assigned", "system-assigned"] = Field(
        default="user-assigned",
        description="user-assigned: with the roles that the plan lists; system-assigned: Azure"
        " makes it and gives it Contributor on the resource group.",
    )
    trials: dict[Name, Trial] = Field(
        default_factory=dict, description="By model: a version that gets a share of its requests."
    )
    callers: list[Guid] = Field(
        default_factory=list,
        description="Object ids of the applications' identities that may ask models; people and"
        " groups get a role by whoever runs the workspace.",
    )


class AzureGrafana(ConfigModel):
    """Azure Managed Grafana, billed per user; people log in with Entra."""

    administrators: list[Guid] = Field(min_length=1, description="Entra groups (object ids).")


class AzureTarget(ConfigModel):
    """One subscription and region."""

    kind: Literal["azure"]
    region: Annotated[str, Field(pattern=r"^[a-z]+[a-z0-9]*$", examples=["westeurope"])]
    subscription: Guid
    tenant: Guid
    resource_group: str | None = Field(
        default=None,
        pattern=r"^[-\w.()]{0,89}[-\w()]$",
        description="A resource group that exists; without it the stack makes one.",
    )
    zones: list[Literal["1", "2", "3"]] = Field(default=["1", "2", "3"], min_length=1)
    network: AzureNetwork = AzureNetwork()
    cluster: Aks = Aks()
    database: FlexibleServer = FlexibleServer()
    adopt: AzureAdopted = AzureAdopted()
    alerts: Alerts = Alerts()
    grafana: AzureGrafana | None = Field(
        default=None, description="Without it no dashboards are made."
    )
    secrets_generation: int = Field(
        default=1,
        ge=1,
        description="Another number makes new values of the tracking server's two secrets; it"
        " takes them at its next start.",
    )
    recover_vault: bool = Field(
        default=False,
        description="The vault of this stack was deleted and Azure still keeps it: take it back.",
    )
    release_principal: Guid | None = Field(
        default=None,
        description="Object id of the identity that CI releases with; it gets what a release needs"
        " and no more. Without it that is somebody else's task.",
    )
    machine_learning: MachineLearning = MachineLearning()
