"""A Key Vault and the secrets in it: read by identities with a role, kept after deletion."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_azure_native import keyvault

from slipway.components.azure.delete_lock import delete_lock
from slipway.components.azure.diagnostics import send_logs
from slipway.components.azure.known_after import known_after, known_id
from slipway.components.azure.place import AzurePlace, adopted
from slipway.components.azure.private_endpoint import (
    PrivateAccess,
    PrivateEndpoint,
    PrivateEndpointArgs,
)
from slipway.components.ownership import ignored
from slipway.components.password import Password, PasswordArgs
from slipway.components.variants.profile import EnvironmentProfile

LOGGED = ("AuditEvent",)
"""Who read or changed which secret."""

LONGEST_SOFT_DELETE, SHORTEST_SOFT_DELETE = 90, 7


@dataclass(frozen=True, kw_only=True)
class AzureKeyVaultArgs:
    """The vault's name is worldwide, so whoever calls derives it; see `components/naming.py`."""

    place: AzurePlace
    vault: str
    profile: EnvironmentProfile
    access: PrivateAccess | None
    """None: no private address; whoever asks from anywhere needs a role all the same."""
    log_workspace: Input[str]
    secrets: Sequence[str] = ()
    """Names of the secrets that the platform generates, each one plain text."""
    generation: int = 1
    """Another number makes new values of all; workloads read them at their next start."""
    allowed_cidrs: Sequence[str] = ()
    """Public addresses that may ask too, with a role; none: the network alone."""
    recover: bool = False
    """The vault of this name was deleted and is still held: take it back, secrets included."""
    adopt: str | None = None
    """Id of a vault that exists and has the secrets: nothing is created, no value known here."""


class AzureKeyVaultStore(pulumi.ComponentResource):
    """Access is a matter of roles alone; the vault answers inside the network.

    Values go in through the resource manager, which no firewall of the vault keeps out, and the
    pods that need them take them from the vault: none passes through Kubernetes.
    """

    vault: Output[str]
    """Its name; known only once a pod can reach it."""

    vault_id: Output[str]
    """For role assignments."""

    values: Mapping[str, Output[str]]
    """By name, as secret outputs: for the operator, never for a workload. Empty when adopted."""

    secret_ids: Mapping[str, Output[str]]
    """Ids of the secrets by name: the scopes of role assignments."""

    def __init__(
        self, name: str, args: AzureKeyVaultArgs, opts: ResourceOptions | None = None
    ) -> None:
        existing = None if args.adopt is None else adopted(args.adopt)
        super().__init__("slipway:azure:KeyVault", name, {}, opts)
        if existing is not None:
            self.vault_id = Output.from_input(existing.id)
            self.vault, self.values = Output.from_input(existing.name), {}
            self.secret_ids = {
                secret: Output.from_input(f"{existing.id}/secrets/{secret}")
                for secret in args.secrets
            }
        else:
            vault = self._vault(name, args)
            self.vault_id = _id(vault, args)
            rotation = PasswordArgs(rotation=str(args.generation))
            self.values = {
                secret: Password(
                    f"{name}-{secret}-value", rotation, ResourceOptions(parent=self)
                ).value
                for secret in args.secrets
            }
            self.secret_ids = {
                secret: self._secret(name, secret, value, args, vault)
                for secret, value in self.values.items()
            }
            self.vault = known_after(self._reached(name, args) or vault, args.vault)
        self.register_outputs({"vault": self.vault})

    def _reached(self, name: str, args: AzureKeyVaultArgs) -> PrivateEndpoint | None:
        if args.access is None:
            return None
        return PrivateEndpoint(
            f"{name}-endpoint",
            PrivateEndpointArgs(
                place=args.place, target=self.vault_id, group="vault", access=args.access
            ),
            ResourceOptions(parent=self),
        )

    def _vault(self, name: str, args: AzureKeyVaultArgs) -> keyvault.Vault:
        production = args.profile.production
        vault = keyvault.Vault(
            f"{name}-vault",
            vault_name=args.vault,
            resource_group_name=args.place.resource_group,
            location=args.place.region,
            properties=keyvault.VaultPropertiesArgs(
                tenant_id=args.place.tenant,
                sku=keyvault.SkuArgs(family=keyvault.SkuFamily.A, name=keyvault.SkuName.STANDARD),
                create_mode=keyvault.CreateMode.RECOVER
                if args.recover
                else keyvault.CreateMode.DEFAULT,
                enable_rbac_authorization=True,
                enable_soft_delete=True,
                soft_delete_retention_in_days=LONGEST_SOFT_DELETE
                if production
                else SHORTEST_SOFT_DELETE,
                enable_purge_protection=True,
                enabled_for_deployment=False,
                enabled_for_disk_encryption=False,
                enabled_for_template_deployment=False,
                public_network_access="Enabled"
                if args.allowed_cidrs or args.access is None
                else "Disabled",
                network_acls=_network(args),
            ),
            tags=args.place.tags,
            opts=ResourceOptions(
                parent=self,
                protect=production,
                ignore_changes=ignored("azure-native:keyvault:Vault"),
            ),
        )
        if production:
            delete_lock(f"{name}-lock", _id(vault, args), ResourceOptions(parent=self))
        send_logs(
            f"{name}-logs",
            resource=_id(vault, args),
            workspace=args.log_workspace,
            categories=LOGGED,
            opts=ResourceOptions(parent=self),
        )
        return vault

    def _secret(
        self,
        name: str,
        secret: str,
        value: Input[str],
        args: AzureKeyVaultArgs,
        vault: keyvault.Vault,
    ) -> Output[str]:
        made = keyvault.Secret(
            f"{name}-{secret}",
            secret_name=secret,
            vault_name=known_after(vault, args.vault),
            resource_group_name=args.place.resource_group,
            properties=keyvault.SecretPropertiesArgs(
                # Said, because a plan knows no value yet that could say it of itself.
                value=Output.secret(value),
                content_type="text/plain",
            ),
            tags=args.place.tags,
            opts=ResourceOptions(
                parent=self,
                additional_secret_outputs=["properties"],
                # The resource manager can't delete a secret, and the vault's own door is closed to
                # whoever runs `destroy`; the vault takes it along.
                retain_on_delete=True,
            ),
        )
        return Output.concat(self.vault_id, "/secrets/", known_after(made, secret))


def _id(vault: keyvault.Vault, args: AzureKeyVaultArgs) -> Output[str]:
    return known_id(vault, args.place, "Microsoft.KeyVault/vaults", args.vault)


def _network(args: AzureKeyVaultArgs) -> keyvault.NetworkRuleSetArgs:
    return keyvault.NetworkRuleSetArgs(
        default_action=keyvault.NetworkRuleAction.ALLOW
        if args.access is None
        else keyvault.NetworkRuleAction.DENY,
        # The resource manager, which puts the values in, is one of them; each still needs a role.
        bypass=keyvault.NetworkRuleBypassOptions.AZURE_SERVICES,
        ip_rules=[keyvault.IPRuleArgs(value=cidr) for cidr in args.allowed_cidrs],
    )
