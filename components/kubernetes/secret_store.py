"""Named secrets of one namespace, kept as Kubernetes Secrets."""

from collections.abc import Mapping
from dataclasses import dataclass, field

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
    rotating: Mapping[str, Mapping[str, Input[str]]] = field(default_factory=dict)
    """Secrets under exactly these names: a new value reaches files that pods mount, and no pod is
    rolled for it."""


class SecretStore(pulumi.ComponentResource):
    """Hands out references, never values.

    A changed value makes a Secret of a new name, so that the pods which use it are rolled; a
    rotating one keeps its name, and what mounts it reads it again by itself. The cluster
    encrypts Secrets at rest; where it doesn't, this store is not fit for use.
    """

    names: Mapping[str, Output[str]]
    """The name that each secret has in the cluster."""

    def __init__(
        self, name: str, args: SecretStoreArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:SecretStore", name, {}, opts)
        self._name = name
        everything = {**args.secrets, **args.rotating}
        self._keys = {secret: set(values) for secret, values in everything.items()}
        made = {
            secret: self._secret(secret, values, args.namespace, named=secret in args.rotating)
            for secret, values in everything.items()
        }
        # A plain name instead of the object's output: some providers make a Secret with a changed
        # value anew, and whatever takes one of its outputs could be replaced along with it.
        self.names = {
            secret: Output.from_input(secret) if secret in args.rotating else one.metadata.name
            for secret, one in made.items()
        }
        self.register_outputs({"names": self.names})

    def _secret(
        self,
        secret: str,
        values: Mapping[str, Input[str]],
        namespace: Input[str],
        *,
        named: bool,
    ) -> Secret:
        return Secret(
            f"{self._name}-{secret}",
            metadata=ObjectMetaArgs(
                namespace=namespace,
                name=secret if named else None,
                labels=labels(secret, "secret-store", self._name),
            ),
            string_data={key: Output.secret(value) for key, value in values.items()},
            opts=ResourceOptions(parent=self),
        )

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
