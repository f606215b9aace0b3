"""A storage account that answers identities alone, by TLS, inside the network."""

from collections.abc import Sequence
from ipaddress import IPv4Network

from pulumi import ResourceOptions
from pulumi_azure_native import storage

from slipway.components.azure.place import AzurePlace
from slipway.components.variants.profile import EnvironmentProfile

_SMALLEST = 31


def closed_account(
    name: str,
    *,
    place: AzurePlace,
    account: str,
    profile: EnvironmentProfile,
    allowed_cidrs: Sequence[str],
    opts: ResourceOptions,
    private: bool = True,
) -> storage.StorageAccount:
    """No key, no public blob; public addresses get in only when they are listed.

    Without `private` every address may ask, with a role.
    """
    return storage.StorageAccount(
        name,
        account_name=account,
        resource_group_name=place.resource_group,
        location=place.region,
        kind=storage.Kind.STORAGE_V2,
        sku=storage.SkuArgs(name=_replication(profile)),
        access_tier=storage.AccessTier.HOT,
        minimum_tls_version=storage.MinimumTlsVersion.TLS1_2,
        enable_https_traffic_only=True,
        allow_blob_public_access=False,
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        allow_cross_tenant_replication=False,
        allowed_copy_scope=storage.AllowedCopyScope.AAD,
        is_hns_enabled=False,
        is_sftp_enabled=False,
        is_local_user_enabled=False,
        public_network_access=storage.PublicNetworkAccess.ENABLED
        if allowed_cidrs or not private
        else storage.PublicNetworkAccess.DISABLED,
        network_rule_set=_network(allowed_cidrs, private=private),
        encryption=_encryption(),
        tags=place.tags,
        opts=opts,
    )


def _replication(profile: EnvironmentProfile) -> storage.SkuName:
    """Production survives the loss of a region, the others that of a zone."""
    return storage.SkuName.STANDARD_GZRS if profile.production else storage.SkuName.STANDARD_ZRS


def _network(allowed_cidrs: Sequence[str], *, private: bool) -> storage.NetworkRuleSetArgs:
    return storage.NetworkRuleSetArgs(
        default_action=storage.DefaultAction.DENY if private else storage.DefaultAction.ALLOW,
        # Azure's own services that hold a role, for example the log of deletions.
        bypass=storage.Bypass.AZURE_SERVICES,
        ip_rules=[
            storage.IPRuleArgs(i_p_address_or_range=one, action=storage.Action.ALLOW)
            for cidr in allowed_cidrs
            for one in _addresses(cidr)
        ],
    )


def _addresses(cidr: str) -> list[str]:
    """Storage takes the smallest blocks as single addresses, and refuses them with a mask."""
    block = IPv4Network(cidr)
    return [str(one) for one in block] if block.prefixlen >= _SMALLEST else [cidr]


def _encryption() -> storage.EncryptionArgs:
    own = storage.EncryptionServiceArgs(enabled=True, key_type=storage.KeyType.ACCOUNT)
    return storage.EncryptionArgs(
        key_source=storage.KeySource.MICROSOFT_STORAGE,
        # A second layer with another key under the first.
        require_infrastructure_encryption=True,
        services=storage.EncryptionServicesArgs(blob=own, file=own),
    )
