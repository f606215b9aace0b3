"""One value inside a Kubernetes Secret, named and never read."""

from dataclasses import dataclass

from pulumi import Input
from pulumi_kubernetes.core.v1 import EnvVarArgs, EnvVarSourceArgs, SecretKeySelectorArgs


@dataclass(frozen=True, kw_only=True)
class SecretReference:
    """Where a workload finds a secret: the kubelet resolves it, Pulumi never passes the value."""

    secret: Input[str]
    key: str

    def variable(self, name: str) -> EnvVarArgs:
        """An environment variable that the kubelet fills in."""
        source = SecretKeySelectorArgs(name=self.secret, key=self.key)
        return EnvVarArgs(name=name, value_from=EnvVarSourceArgs(secret_key_ref=source))
