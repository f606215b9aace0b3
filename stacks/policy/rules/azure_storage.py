"""Storage accounts and their containers."""

from slipway.stacks.policy.judges import absent, is_, is_or_absent, or_at
from slipway.stacks.policy.policy import PRODUCTION, Policy

_ACCOUNT = frozenset({"azure-native:storage:StorageAccount"})
_COPIES = ("Standard_ZRS", "Standard_GZRS", "Standard_RAGZRS", "Standard_GRS", "Standard_RAGRS")
_LEAK = "Request logs and models are read by whoever reaches them."

POLICIES = (
    Policy(
        id="azure-storage-https",
        severity="high",
        title="A storage account answers over HTTPS alone",
        reason="Plain HTTP shows data and tokens to everybody on the way.",
        remedy="Leave enableHttpsTrafficOnly at true.",
        types=_ACCOUNT,
        property="enableHttpsTrafficOnly",
        must=is_(True),
        checks=("CKV_AZURE_3",),
    ),
    Policy(
        id="azure-storage-tls",
        severity="medium",
        title="A storage account asks for TLS 1.2",
        reason="Older versions have known breaks.",
        remedy="Set minimumTlsVersion to TLS1_2 or TLS1_3.",
        types=_ACCOUNT,
        property="minimumTlsVersion",
        must=is_("TLS1_2", "TLS1_3"),
        checks=("CKV_AZURE_44",),
    ),
    Policy(
        id="azure-storage-no-anonymous-blobs",
        severity="high",
        title="No blob can be made public",
        reason=_LEAK,
        remedy="Leave allowBlobPublicAccess at false.",
        types=_ACCOUNT,
        property="allowBlobPublicAccess",
        must=is_(False),
        checks=("CKV_AZURE_59",),
    ),
    Policy(
        id="azure-storage-container-private",
        severity="high",
        title="A container is private",
        reason=_LEAK,
        remedy="Set publicAccess to None.",
        types=frozenset({"azure-native:storage:BlobContainer"}),
        property="publicAccess",
        must=is_or_absent("None"),
        checks=("CKV_AZURE_34",),
    ),
    Policy(
        id="azure-storage-network",
        severity="high",
        title="A storage account refuses networks that aren't listed",
        reason="A stolen token is worth less where the network refuses its thief.",
        remedy="Set networkRuleSet.defaultAction to Deny, or publicNetworkAccess to Disabled.",
        types=_ACCOUNT,
        property="networkRuleSet.defaultAction",
        must=or_at("publicNetworkAccess", is_("Disabled"), is_("Deny")),
        checks=("CKV_AZURE_35",),
    ),
    Policy(
        id="azure-storage-no-keys",
        severity="medium",
        title="A storage account has no shared keys",
        reason="A key opens everything, never expires and names nobody in a log.",
        remedy="Leave allowSharedKeyAccess at false; identities get in by role.",
        types=_ACCOUNT,
        property="allowSharedKeyAccess",
        must=is_(False),
        checks=("CKV2_AZURE_40",),
    ),
    Policy(
        id="azure-storage-copies",
        severity="medium",
        title="A production's data is kept in more than one zone",
        reason="The loss of one building would lose models, labels and the request log.",
        remedy="Choose a sku of zones or regions, such as Standard_ZRS.",
        types=_ACCOUNT,
        property="sku.name",
        must=is_(*_COPIES),
        environments=PRODUCTION,
        checks=("CKV_AZURE_206",),
    ),
    Policy(
        id="azure-storage-no-open-addresses",
        severity="high",
        title="No storage account lets the whole internet in by a rule",
        reason="With 0.0.0.0/0 in it the list is none.",
        remedy="List blocks that you own.",
        types=_ACCOUNT,
        property="networkRuleSet.ipRules",
        must=absent(),
    ),
)
