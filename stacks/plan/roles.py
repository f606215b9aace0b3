"""Which part of a platform a resource belongs to: the rows of comparisons and pictures."""

from collections.abc import Mapping
from typing import Literal, get_args

from slipway.stacks.plan.graph import Plan, PlannedResource

Role = Literal[
    "network",
    "cluster",
    "identity",
    "secrets",
    "registry",
    "storage",
    "database",
    "tracking",
    "serving",
    "monitoring",
    "platform",
]
ROLES: tuple[Role, ...] = get_args(Role)

_COMPONENTS: Mapping[Role, tuple[str, ...]] = {
    "network": (
        *("Network", "ServiceEndpoints", "FlowLogs", "PrivateDns", "PrivateEndpoint"),
        "PrivateGroup",
    ),
    "cluster": (
        *("Addons", "Cluster", "ClusterAutoscaling", "ContainerInsights", "EncryptedDisks"),
        *("LocalCluster", "MlCompute", "NodeGroups", "SecretsDriver"),
    ),
    "identity": (
        *("ClusterIdentities", "CloudNativeIdentities", "CustomRoles", "DatabaseRoles"),
        *("ManagedIdentity", "ManagedRoles", "MlIdentities", "PodIdentity", "ReleaseRights"),
        *("RoleAssignments", "ServiceIdentity", "ServiceRole", "WorkloadIdentity"),
        "WorkspaceIdentity",
    ),
    "secrets": ("EncryptionKey", "KeyVault", "SecretStore", "Secrets", "VaultSecrets"),
    "registry": ("ContainerRegistry",),
    "storage": ("Bucket", "Buckets", "ObjectStore"),
    "database": ("Database", "DatabaseBackup"),
    "tracking": (
        *("MlRegistry", "MlTrackingServer", "MlWorkspace", "ModelPackageGroup", "TrackingServer"),
        "StudioDomain",
    ),
    "serving": (
        *("AutoscaleRules", "ContainerEnvironment", "Endpoint", "ModelService", "OnlineEndpoint"),
    ),
    "monitoring": (
        *("Alarms", "AlertRules", "AlertTopic", "ApplicationInsights", "CloudNativeWatch"),
        *("ContainerLogs", "DriftAlerts", "DriftMonitor", "DriftSchedule", "EndpointAlarms"),
        *("EndpointAlerts", "JobFailures", "LogWorkspace", "Metrics", "MetricsEndpoints"),
        "Observability",
    ),
    "platform": (
        *("CloudNativePlatform", "CloudNativeServices", "ClusterWorkloads", "ManagedPlatform"),
        *("OpenSourcePlatform", "ResourceGroup", "Workspace"),
    ),
}
_ROLE_OF: Mapping[str, Role] = {name: role for role, names in _COMPONENTS.items() for name in names}


class UnknownComponentError(Exception):
    """A component that no role was given."""

    def __init__(self, resource_type: str) -> None:
        super().__init__(
            f"component {resource_type}: got no role; expected one of {', '.join(ROLES)}. "
            "Add its name to stacks/plan/roles.py."
        )


def roles(plan: Plan) -> dict[str, Role]:
    """The role of every resource by URN: its own component's, else its parent's.

    ``ConfigServer`` and other building blocks have no role of their own and take their parent's.

    Raises:
        UnknownComponentError: A component that stands below the platform alone is in no role.
    """
    by_urn = {one.urn: one for one in plan.resources}
    found: dict[str, Role] = {}
    for resource in plan.resources:  # a parent comes before its children
        parent = by_urn.get(resource.parent or "")
        found[resource.urn] = _role(resource, None if parent is None else found[parent.urn])
    return found


def _role(resource: PlannedResource, above: Role | None) -> Role:
    package, _, rest = resource.type.partition(":")
    if package == "slipway":
        own = _ROLE_OF.get(rest.rpartition(":")[2])
        if own is not None:
            # A composition inside a noun is that noun's.
            return above if own == "platform" and above is not None else own
        if above in {None, "platform"}:
            raise UnknownComponentError(resource.type)
    return "platform" if above is None else above
