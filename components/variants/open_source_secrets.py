"""Every generated secret of the open-source platform, and which workload gets which."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import Input, Output, ResourceOptions

from slipway.components.kubernetes.password_files import PREVIOUS
from slipway.components.kubernetes.secret_store import SecretStore, SecretStoreArgs
from slipway.components.password import Password, PasswordArgs

OPERATOR = "operator"
"""The object store's root account; only the operator has its key."""
TRACKING, MODELS, DRIFT, BACKUP = "tracking", "models", "drift", "backup"
ACCOUNTS = (TRACKING, MODELS, DRIFT, BACKUP)
"""Accounts of the object store, one per kind of workload."""

DATABASE_PASSWORDS = "database"
_DATABASE_ROLES = ("superuser", "owner", "observer")
_NAMES = (
    "operator-key",
    *(f"{account}-key" for account in ACCOUNTS),
    "tracking-admin",
    "tracking-session",
)


@dataclass(frozen=True)
class GeneratedSecrets:
    """Secrets by name, made once and kept by the stack's state."""

    values: Mapping[str, Output[str]]
    database: Mapping[str, Password]
    """By role; these rotate, so whoever uses one may need its predecessor for a while."""

    @classmethod
    def make(
        cls, name: str, opts: ResourceOptions, *, database_rotation: Input[str] | None = None
    ) -> "GeneratedSecrets":
        """All of them; another `database_rotation` makes new passwords for the database."""
        rotation = PasswordArgs(rotation=database_rotation)
        return cls(
            values={one: Password(f"{name}-{one}", opts=opts).value for one in _NAMES},
            database={
                role: Password(f"{name}-database-{role}", rotation, opts)
                for role in _DATABASE_ROLES
            },
        )

    def key_of(self, account: str) -> Output[str]:
        """An account's key for the object store."""
        return self.values[f"{account}-key"]

    def platform_store(self, namespace: Input[str], opts: ResourceOptions) -> SecretStore:
        """What the platform's own parts may read."""
        secrets: dict[str, dict[str, Input[str]]] = {
            "object-store-root": {"access": OPERATOR, "secret": self.key_of(OPERATOR)},
            "tracking": {
                "admin": self.values["tracking-admin"],
                "session": self.values["tracking-session"],
            },
            **{f"{one}-account": self._keys(one) for one in (TRACKING, BACKUP)},
        }
        rotating: dict[str, dict[str, Input[str]]] = {
            DATABASE_PASSWORDS: {
                key: value
                for role, password in self.database.items()
                for key, value in ((role, password.value), (role + PREVIOUS, password.previous))
            }
        }
        return SecretStore(
            "platform-secrets",
            SecretStoreArgs(namespace=namespace, secrets=secrets, rotating=rotating),
            opts,
        )

    def models_store(self, namespace: Input[str], opts: ResourceOptions) -> SecretStore:
        """What model services and drift jobs may read."""
        secrets = {f"{one}-account": self._keys(one) for one in (MODELS, DRIFT)}
        return SecretStore(
            "models-secrets", SecretStoreArgs(namespace=namespace, secrets=secrets), opts
        )

    def _keys(self, account: str) -> dict[str, Input[str]]:
        return {"AWS_ACCESS_KEY_ID": account, "AWS_SECRET_ACCESS_KEY": self.key_of(account)}
