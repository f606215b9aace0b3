"""Generated secrets in Secrets Manager, read by the workloads with their own identities.

The values are made by `Password` and not by Secrets Manager itself, because the operator logs in
with one of them: it is a secret output of the stack, encrypted in the state by the stack's own
provider. Into Secrets Manager they go by the write-only argument, so that the state holds no
second copy, and a refresh never reads them back.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

from slipway.components.password import Password, PasswordArgs


@dataclass(frozen=True, kw_only=True)
class AwsSecretsArgs:
    """What each secret is for, by name."""

    name: str
    """First part of every secret's path."""
    purposes: Mapping[str, str]
    key_arn: Input[str]
    production: bool
    rotation: int = 1
    """A higher number makes new values of all; workloads read them at their next start."""
    adopt: Mapping[str, Input[str]] | None = None
    """ARNs by name of secrets that exist, each one plain text: no value is made or known here."""


class AwsSecrets(pulumi.ComponentResource):
    """Each is one plain text. Nothing here lets anybody read: that is the roles' matter."""

    arns: Mapping[str, Output[str]]
    """By name; for policies, and for whoever mounts them."""

    values: Mapping[str, Output[str]]
    """By name, as secret outputs: for the operator, never for a workload. Empty when adopted."""

    def __init__(
        self, name: str, args: AwsSecretsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:Secrets", name, {}, opts)
        if args.adopt is None:
            self.values, self.arns = self._create(name, args)
        else:
            self.values = {}
            self.arns = {one: Output.from_input(args.adopt[one]) for one in args.purposes}
        self.register_outputs({"arns": self.arns})

    def _create(
        self, name: str, args: AwsSecretsArgs
    ) -> tuple[dict[str, Output[str]], dict[str, Output[str]]]:
        child = ResourceOptions(parent=self)
        values = {
            one: Password(
                f"{name}-{one}-value", PasswordArgs(rotation=str(args.rotation)), child
            ).value
            for one in args.purposes
        }
        arns = {
            # Of the version, not of the secret: who mounts it must not come before its value.
            one: self._secret(f"{name}-{one}", one, values[one], args).secret_id
            for one in args.purposes
        }
        return values, arns

    def _secret(
        self, name: str, secret_name: str, value: Output[str], args: AwsSecretsArgs
    ) -> aws.secretsmanager.SecretVersion:
        secret = aws.secretsmanager.Secret(
            f"{name}-secret",
            # The provider adds a random end: a secret that waits for its deletion doesn't block
            # the next platform of this name.
            name_prefix=f"{args.name}/{secret_name}-",
            description=args.purposes[secret_name],
            kms_key_id=args.key_arn,
            recovery_window_in_days=30 if args.production else 7,
            opts=ResourceOptions(parent=self, protect=args.production),
        )
        return aws.secretsmanager.SecretVersion(
            f"{name}-version",
            secret_id=secret.id,
            secret_string_wo=value,
            secret_string_wo_version=args.rotation,
            opts=ResourceOptions(parent=self),
        )
