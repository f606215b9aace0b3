"""What the managed platform on Azure is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pulumi import Input, Output

from slipway.components.azure.ml_workspace import IdentityKind
from slipway.components.azure.place import AzurePlace
from slipway.components.azure.private_endpoint import PrivateAccess
from slipway.components.naming import (
    KEY_VAULT,
    ML_REGISTRY,
    ML_WORKSPACE,
    ONLINE_ENDPOINT,
    STORAGE_ACCOUNT,
    global_name,
)
from slipway.components.variants.model_spec import ModelSpec
from slipway.components.variants.profile import EnvironmentProfile


@dataclass(frozen=True, kw_only=True)
class MlNames:
    """Names that are unique beyond the group; plain, because queries and templates have them."""

    name: str
    """Beginning of all: ``slipway-<stack>``."""
    scope: str
    """For `global_name` and for the GUIDs of role assignments: the subscription and the stack."""

    @property
    def workspace(self) -> str:
        """Of the workspace."""
        return global_name(ML_WORKSPACE, self.name, scope=self.scope)

    @property
    def registry(self) -> str:
        """Of the Azure ML registry."""
        return global_name(ML_REGISTRY, self.name, scope=self.scope)

    @property
    def storage(self) -> str:
        """Of the storage account."""
        return global_name(STORAGE_ACCOUNT, self.name, scope=self.scope)

    @property
    def vault(self) -> str:
        """Of the key vault."""
        return global_name(KEY_VAULT, self.name, scope=self.scope)

    def endpoint(self, model: str) -> str:
        """Of a model's endpoint; the model comes first, since the end may be cut."""
        return global_name(ONLINE_ENDPOINT, model, self.name, scope=self.scope)


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A version beside the released one, with a share of its traffic."""

    version: int
    image: str
    percent: int


@dataclass(frozen=True, kw_only=True)
class MlWishes:
    """Machines, and the parts that a team may do without."""

    endpoint_instance: str
    compute_size: str
    compute_max_nodes: int
    capture_percent: int
    endpoint_instances: Mapping[str, str] = field(default_factory=dict)
    """By model, where it differs."""
    registry: bool = False
    identity: IdentityKind = "user-assigned"
    callers: Sequence[str] = ()
    """Object ids of the applications that ask models."""
    trials: Mapping[str, Trial] = field(default_factory=dict)
    """By model."""

    def instance_of(self, model: str) -> str:
        """The machine behind a model's endpoint."""
        return self.endpoint_instances.get(model, self.endpoint_instance)


@dataclass(frozen=True, kw_only=True)
class AdoptedMl:
    """Ids of what exists already; None: it is made."""

    workspace: str | None = None
    storage: str | None = None
    vault: str | None = None


@dataclass(frozen=True, kw_only=True)
class ManagedAzurePlatformArgs:
    """A group with logs and a registry of images, and what is wanted in it."""

    place: AzurePlace
    names: MlNames
    group_id: str
    """Of the resource group; plain, for role scopes."""
    profile: EnvironmentProfile
    access: PrivateAccess | None
    """Everything by private addresses alone; None: from anywhere, with a login and a role."""
    allowed_cidrs: Sequence[str] = ()
    """Public addresses that reach storage and vault besides the private ones."""
    logs: Input[str]
    """Id of the log workspace."""
    registry: Output[str]
    """Host name of the registry of images."""
    registry_id: Input[str]
    monitoring_image: Input[str]
    wishes: MlWishes
    models: Sequence[ModelSpec] = ()
    alert_email: str | None = None
    release_principal: str | None = None
    """Object id of CI's identity; None: a person gives it its roles."""
    recover_vault: bool = False
    adopt: AdoptedMl = field(default_factory=AdoptedMl)
