"""The clouds' vaults, as the Secrets Store CSI driver knows them."""

from dataclasses import dataclass

from pulumi import Input


@dataclass(frozen=True, kw_only=True)
class AzureKeyVault:
    """A Key Vault, read by the pod's own workload identity; needs AKS' Key Vault add-on."""

    name: Input[str]
    tenant_id: Input[str]
    client_id: Input[str]
    """Of the user-assigned identity that is federated with the pod's service account."""


@dataclass(frozen=True, kw_only=True)
class AwsSecretsManager:
    """Secrets Manager of one region, read by the pod's own EKS pod identity.

    Needs the EKS add-on ``aws-secrets-store-csi-driver-provider``.
    """

    region: Input[str]


Vault = AzureKeyVault | AwsSecretsManager
