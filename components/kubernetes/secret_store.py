"""Named secrets of one namespace, kept as Kubernetes Secrets."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.core.v1 import EnvFromSourceArgs, Secret, SecretEnvSourceArgs
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs

from slipway.components.kubernetes.labels import labels
from slipway.components.kubernetes.secret_reference import SecretReference


class UnknownSecretError(pulumi.RunError):
    """A workload asked for a secret that its store doesn't hold."""

    def __init__(self, store: str, wanted: str, known: list[str]) -> None:
        super().__init__(
            f"secret store {store}: got {wanted}; expected one of {', '.join(sorted(known))}."
            " Add the secret to the store's args."
        )


@dataclass(frozen=True, kw_only=True)
class SecretStoreArgs:
    """Secrets by name, each with its values by key."""

    namespace: Input[str]
    secrets: Mapping[str, Mapping[str, Input[str]]]


class SecretStore(pulumi.ComponentResource):
    """Hands out references, never values.

    A changed value makes a Secret of a new name, so that the pods which use it are rolled. The
    cluster encrypts Secrets at rest; where it doesn't, this store is not fit for use.
    """

    names: Mapping[str, Output[str]]
    """The name that each secret has in the cluster."""

    def __init__(
        self, name: str, args: SecretStoreArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:SecretStore", name, {}, opts)
        self._name = name
        self._keys = {secret: set(values) for secret, values in args.secrets.items()}
        self.names = {
            secret: Secret(
                f"{name}-{secret}",
                metadata=ObjectMetaArgs(
                    namespace=args.namespace, labels=labels(secret, "secret-store", name)
                ),
                string_data={key: Output.secret(value) for key, value in values.items()},
                opts=ResourceOptions(parent=self),
            ).metadata.name
            for secret, values in args.secrets.items()
        }
        self.register_outputs({"names": self.names})

    def reference(self, secret: str, key: str) -> SecretReference:
        """One value, for a variable of a container."""
        if key not in self._keys.get(secret, ()):
            known = [f"{name}/{one}" for name, keys in self._keys.items() for one in keys]
            raise UnknownSecretError(self._name, f"{secret}/{key}", known)
        return SecretReference(secret=self.names[secret], key=key)

    def environment(self, secret: str) -> EnvFromSourceArgs:
        """All values of a secret, each as the variable that its key names."""
        if secret not in self._keys:
            raise UnknownSecretError(self._name, secret, list(self._keys))
        return EnvFromSourceArgs(secret_ref=SecretEnvSourceArgs(name=self.names[secret]))
