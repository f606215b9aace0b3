"""Azure Kubernetes Service."""

from slipway.stacks.policy.judges import holds, is_, off, or_at, present
from slipway.stacks.policy.path import ABSENT
from slipway.stacks.policy.policy import Policy

_CLUSTER = frozenset({"azure-native:containerservice:ManagedCluster"})
_POOL = frozenset({"azure-native:containerservice:AgentPool"})

POLICIES = (
    Policy(
        id="aks-no-local-accounts",
        severity="high",
        title="A cluster's logins are Entra's alone",
        reason="A local administrator's certificate outlives whoever holds it.",
        remedy="Leave disableLocalAccounts at true.",
        types=_CLUSTER,
        property="disableLocalAccounts",
        must=is_(True),
        checks=("CKV_AZURE_141",),
    ),
    Policy(
        id="aks-api-server-closed",
        severity="high",
        title="The API server is private or answers listed addresses",
        reason="Whoever reaches it may try every hole that Kubernetes will have.",
        remedy="Set cluster.apiServer.access to private, or to listed with your own blocks.",
        types=_CLUSTER,
        property="apiServerAccessProfile.enablePrivateCluster",
        must=or_at(
            "apiServerAccessProfile.authorizedIPRanges",
            holds(lambda value: isinstance(value, list) and bool(value) and _OPEN not in value),
            is_(True),
        ),
        checks=("CKV_AZURE_6",),
    ),
    Policy(
        id="aks-rbac",
        severity="high",
        title="A cluster asks Kubernetes' roles",
        reason="Without them every login may do everything.",
        remedy="Leave enableRBAC at true.",
        types=_CLUSTER,
        property="enableRBAC",
        must=is_(True),
        checks=("CKV_AZURE_5",),
    ),
    Policy(
        id="aks-network-policy",
        severity="high",
        title="A cluster enforces network policies",
        reason="Kubernetes takes them in any case; without an enforcer they do nothing.",
        remedy="Set networkProfile.networkPolicy to cilium, azure or calico.",
        types=_CLUSTER,
        property="networkProfile.networkPolicy",
        must=is_("cilium", "azure", "calico"),
        checks=("CKV_AZURE_7",),
    ),
    Policy(
        id="aks-logging",
        severity="medium",
        title="Containers' logs leave the cluster",
        reason="The log of a pod that is gone is gone with it.",
        remedy="Enable the omsagent add-on with a workspace.",
        types=_CLUSTER,
        property="addonProfiles.omsagent.enabled",
        must=is_(True),
        checks=("CKV_AZURE_4",),
    ),
    Policy(
        id="aks-upgrades",
        severity="medium",
        title="A cluster takes patches by itself",
        reason="Kubernetes has a security release about every month.",
        remedy="Set autoUpgradeProfile.upgradeChannel to patch or stable.",
        types=_CLUSTER,
        property="autoUpgradeProfile.upgradeChannel",
        must=is_("patch", "stable", "rapid"),
        checks=("CKV_AZURE_171",),
    ),
    Policy(
        id="aks-secret-rotation",
        severity="medium",
        title="Mounted secrets follow the vault",
        reason="A rotated secret that pods keep the old value of is an outage or no rotation.",
        remedy="Set addonProfiles.azureKeyvaultSecretsProvider.config.enableSecretRotation.",
        types=_CLUSTER,
        property="addonProfiles.azureKeyvaultSecretsProvider",
        must=holds(
            lambda value: (
                value is ABSENT or (isinstance(value, dict) and _rotates(value.get("config")))
            )
        ),
        checks=("CKV_AZURE_172",),
    ),
    Policy(
        id="aks-disks-encrypted-at-host",
        severity="medium",
        title="Nodes' disks are encrypted on their host, caches too",
        reason="Temporary disks and caches hold models and requests.",
        remedy="Leave enableEncryptionAtHost at true.",
        types=_POOL,
        property="enableEncryptionAtHost",
        must=is_(True),
        checks=("CKV_AZURE_227",),
    ),
    Policy(
        id="aks-nodes-private",
        severity="high",
        title="Nodes have no public address",
        reason="A node answers on the kubelet's and every host port.",
        remedy="Leave enableNodePublicIP at false.",
        types=_POOL,
        property="enableNodePublicIP",
        must=off(),
        checks=("CKV_AZURE_143",),
    ),
    Policy(
        id="aks-identity-issuer",
        severity="medium",
        title="Workloads can log in without a secret",
        reason="Without an issuer an application's password would have to lie in the cluster.",
        remedy="Leave oidcIssuerProfile.enabled at true.",
        types=_CLUSTER,
        property="oidcIssuerProfile.enabled",
        must=is_(True),
    ),
    Policy(
        id="aks-administrators",
        severity="medium",
        title="Somebody is let in to administrate the cluster",
        reason="Without a group nobody but Azure's owners gets in, by a way that isn't logged.",
        remedy="List a group in cluster.administrators.",
        types=_CLUSTER,
        property="aadProfile.adminGroupObjectIDs",
        must=present(),
    ),
)

_OPEN = "0.0.0.0/0"


def _rotates(config: object) -> bool:
    return isinstance(config, dict) and config.get("enableSecretRotation") in ("true", True)
