"""Every generated secret of the open-source platform, and which workload gets which."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import Input, Output, ResourceOptions

from slipway.components.kubernetes.secret_store import SecretStore, SecretStoreArgs
from slipway.components.password import Password

OPERATOR = "operator"
"""The object store's root account; only the operator has its key."""
TRACKING, MODELS, DRIFT, BACKUP = "tracking", "models", "drift", "backup"
ACCOUNTS = (TRACKING, MODELS, DRIFT, BACKUP)
"""Accounts of the object store, one per kind of workload."""

_NAMES = (
    "operator-key",
    *(f"{account}-key" for account in ACCOUNTS),
    "database-superuser",
    "database-owner",
    "database-observer",
    "tracking-admin",
    "tracking-session",
)


@dataclass(frozen=True)
class GeneratedSecrets:
    """Secrets by name, made once and kept by the stack's state."""

    values: Mapping[str, Output[str]]

    @classmethod
    def make(cls, name: str, opts: ResourceOptions) -> "GeneratedSecrets":
        """All of them."""
        return cls({one: Password(f"{name}-{one}", opts=opts).value for one in _NAMES})

    def key_of(self, account: str) -> Output[str]:
        """An account's key for the object store."""
        return self.values[f"{account}-key"]

    def platform_store(self, namespace: Input[str], opts: ResourceOptions) -> SecretStore:
        """What the platform's own parts may read."""
        secrets: dict[str, dict[str, Input[str]]] = {
            "object-store-root": {"access": OPERATOR, "secret": self.key_of(OPERATOR)},
            "database": {
                "superuser": self.values["database-superuser"],
                "owner": self.values["database-owner"],
                "observer": self.values["database-observer"],
            },
            "tracking": {
                "admin": self.values["tracking-admin"],
                "session": self.values["tracking-session"],
            },
            **{f"{one}-account": self._keys(one) for one in (TRACKING, BACKUP)},
        }
        return SecretStore(
            "platform-secrets", SecretStoreArgs(namespace=namespace, secrets=secrets), opts
        )

    def models_store(self, namespace: Input[str], opts: ResourceOptions) -> SecretStore:
        """What model services and drift jobs may read."""
        secrets = {f"{one}-account": self._keys(one) for one in (MODELS, DRIFT)}
        return SecretStore(
            "models-secrets", SecretStoreArgs(namespace=namespace, secrets=secrets), opts
        )

    def _keys(self, account: str) -> dict[str, Input[str]]:
        return {"AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": self.key_of(account)}
