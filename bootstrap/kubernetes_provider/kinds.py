"""The kinds the stand-in serves, and the refusal of every other."""

from __future__ import annotations

from dataclasses import dataclass

from bootstrap.kubernetes_provider.errors import UnsupportedCallError, UnsupportedKindError

_PACKAGE = "kubernetes"
_NOT_RESOURCES = ("helm.sh", "yaml", "kustomize")


@dataclass(frozen=True)
class Kind:
    """One kind of object: its place in the API and whether it lives in a namespace."""

    group: str
    version: str
    name: str
    plural: str = ""
    namespaced: bool | None = True
    """None for a custom kind whose definition hasn't been looked up yet."""

    @property
    def api_version(self) -> str:
        """As written in a manifest."""
        return f"{self.group}/{self.version}" if self.group else self.version

    @property
    def is_custom(self) -> bool:
        """True for a kind that a definition in the cluster brings along."""
        return not self.plural

    @property
    def is_secret(self) -> bool:
        """True for the kind whose data is secret whatever the program says."""
        return not self.group and self.name == "Secret"

    @property
    def root(self) -> str:
        """The path of the group's version on the API server."""
        return f"/apis/{self.group}/{self.version}" if self.group else f"/api/{self.version}"


def _core(name: str, plural: str, *, namespaced: bool = True) -> Kind:
    return Kind("", "v1", name, plural, namespaced)


def _rbac(name: str, *, namespaced: bool) -> Kind:
    return Kind("rbac.authorization.k8s.io", "v1", name, f"{name.lower()}s", namespaced)


NAMESPACE = _core("Namespace", "namespaces", namespaced=False)
POD = _core("Pod", "pods")
EVENT = _core("Event", "events")
SERVICE = _core("Service", "services")
CONFIG_MAP = _core("ConfigMap", "configmaps")
SECRET = _core("Secret", "secrets")
VOLUME_CLAIM = _core("PersistentVolumeClaim", "persistentvolumeclaims")
RESOURCE_QUOTA = _core("ResourceQuota", "resourcequotas")
DEPLOYMENT = Kind("apps", "v1", "Deployment", "deployments")
REPLICA_SET = Kind("apps", "v1", "ReplicaSet", "replicasets")
STATEFUL_SET = Kind("apps", "v1", "StatefulSet", "statefulsets")
DAEMON_SET = Kind("apps", "v1", "DaemonSet", "daemonsets")
JOB = Kind("batch", "v1", "Job", "jobs")
STORAGE_CLASS = Kind("storage.k8s.io", "v1", "StorageClass", "storageclasses", namespaced=False)
ENDPOINT_SLICE = Kind("discovery.k8s.io", "v1", "EndpointSlice", "endpointslices")
DEFINITION = Kind(
    "apiextensions.k8s.io",
    "v1",
    "CustomResourceDefinition",
    "customresourcedefinitions",
    namespaced=False,
)
ROLE_BINDING = _rbac("RoleBinding", namespaced=True)
CLUSTER_ROLE_BINDING = _rbac("ClusterRoleBinding", namespaced=False)

SERVED: tuple[Kind, ...] = (
    NAMESPACE,
    _core("ServiceAccount", "serviceaccounts"),
    SECRET,
    CONFIG_MAP,
    SERVICE,
    VOLUME_CLAIM,
    RESOURCE_QUOTA,
    _core("LimitRange", "limitranges"),
    POD,
    DEPLOYMENT,
    STATEFUL_SET,
    DAEMON_SET,
    JOB,
    Kind("batch", "v1", "CronJob", "cronjobs"),
    Kind("autoscaling", "v2", "HorizontalPodAutoscaler", "horizontalpodautoscalers"),
    Kind("policy", "v1", "PodDisruptionBudget", "poddisruptionbudgets"),
    Kind("networking.k8s.io", "v1", "NetworkPolicy", "networkpolicies"),
    _rbac("Role", namespaced=True),
    ROLE_BINDING,
    _rbac("ClusterRole", namespaced=False),
    CLUSTER_ROLE_BINDING,
    STORAGE_CLASS,
    Kind("scheduling.k8s.io", "v1", "PriorityClass", "priorityclasses", namespaced=False),
    # Metrics servers and scalers register an API of their own.
    Kind("apiregistration.k8s.io", "v1", "APIService", "apiservices", namespaced=False),
    DEFINITION,
)

_BUILT_IN_GROUPS = frozenset(
    {
        "", "apps", "autoscaling", "batch", "core", "extensions", "meta", "policy",
        "admissionregistration.k8s.io", "apiextensions.k8s.io", "apiregistration.k8s.io",
        "auditregistration.k8s.io", "certificates.k8s.io", "coordination.k8s.io",
        "discovery.k8s.io", "events.k8s.io", "flowcontrol.apiserver.k8s.io",
        "internal.apiserver.k8s.io", "networking.k8s.io", "node.k8s.io",
        "rbac.authorization.k8s.io", "resource.k8s.io", "scheduling.k8s.io", "settings.k8s.io",
        "storage.k8s.io", "storagemigration.k8s.io",
    }
)  # fmt: skip

_BY_TOKEN = {(kind.group, kind.version, kind.name): kind for kind in SERVED}


def resolve(token: str) -> Kind:
    """The kind of a resource type such as ``kubernetes:apps/v1:Deployment``."""
    package, _, rest = token.partition(":")
    module, _, name = rest.partition(":")
    group, _, version = module.rpartition("/")
    group = "" if group == "core" else group
    if package != _PACKAGE or not name or group in _NOT_RESOURCES or module in _NOT_RESOURCES:
        raise UnsupportedCallError("resource", token)
    if found := _BY_TOKEN.get((group, version, name)):
        return found
    if group in _BUILT_IN_GROUPS or not version:
        raise UnsupportedKindError(token, _expected(name))
    return Kind(group, version, name, namespaced=None)


def _expected(name: str) -> str:
    others = [f"{kind.api_version}:{kind.name}" for kind in SERVED if kind.name == name]
    if others:
        return " or ".join(others)
    return f"one of {', '.join(kind.name for kind in SERVED)} or a custom resource"
