"""Azure Key Vault."""

from slipway.stacks.policy.judges import at_least, is_, or_at
from slipway.stacks.policy.policy import Policy

_VAULT = frozenset({"azure-native:keyvault:Vault"})

POLICIES = (
    Policy(
        id="azure-vault-purge-protection",
        severity="high",
        title="A vault's secrets can't be destroyed before their time",
        reason="Whoever may delete could otherwise make them unrecoverable at once.",
        remedy="Leave enablePurgeProtection at true.",
        types=_VAULT,
        property="properties.enablePurgeProtection",
        must=is_(True),
        checks=("CKV_AZURE_110", "CKV_AZURE_42"),
    ),
    Policy(
        id="azure-vault-soft-delete",
        severity="high",
        title="A deleted secret can be brought back for at least a week",
        reason="A wrong tear-down takes every service's secrets with it.",
        remedy="Leave softDeleteRetentionInDays at 7 or more.",
        types=_VAULT,
        property="properties.softDeleteRetentionInDays",
        must=at_least(7),
        checks=("CKV_AZURE_111",),
    ),
    Policy(
        id="azure-vault-network",
        severity="high",
        title="A vault refuses networks that aren't listed",
        reason="A stolen token is worth less where the network refuses its thief.",
        remedy="Set networkAcls.defaultAction to Deny, or publicNetworkAccess to Disabled.",
        types=_VAULT,
        property="properties.networkAcls.defaultAction",
        must=or_at("properties.publicNetworkAccess", is_("Disabled"), is_("Deny")),
        checks=("CKV_AZURE_109", "CKV_AZURE_189"),
    ),
    Policy(
        id="azure-vault-roles",
        severity="medium",
        title="A vault asks Azure's roles",
        reason="Access policies of the vault show up in no list of who may what.",
        remedy="Leave enableRbacAuthorization at true.",
        types=_VAULT,
        property="properties.enableRbacAuthorization",
        must=is_(True),
    ),
)
