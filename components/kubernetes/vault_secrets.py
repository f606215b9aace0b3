"""Secrets that stay in the cloud's vault until a pod that may read them starts."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

import pulumi
import yaml
from pulumi import Input, Output, ResourceOptions
from pulumi_kubernetes.apiextensions import CustomResource

from slipway.components.kubernetes.labels import labels
from slipway.components.kubernetes.mounted_secret import MountedSecret
from slipway.components.kubernetes.secret_store import UnknownSecretError
from slipway.components.kubernetes.vault import AwsSecretsManager, AzureKeyVault, Vault
from slipway.components.kubernetes.workloads import metadata


@dataclass(frozen=True, kw_only=True)
class VaultSecretsArgs:
    """Objects of one vault by the file that each becomes: names in Key Vault, ARNs on AWS."""

    namespace: Input[str]
    vault: Vault
    objects: Mapping[str, Input[str]]


class VaultSecrets(pulumi.ComponentResource):
    """Hands out files, never values: the pod's own identity fetches them from the vault.

    They aren't synchronised into Kubernetes Secrets, so whoever reads those reads none of these.
    A changed value reaches the files; programs that read them at their start need a new pod.
    """

    provider_class: Output[str]
    """The name of the SecretProviderClass."""

    def __init__(
        self, name: str, args: VaultSecretsArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:index:VaultSecrets", name, {}, opts)
        self._name, self._files = name, list(args.objects)
        made = CustomResource(
            f"{name}-class",
            api_version="secrets-store.csi.x-k8s.io/v1",
            kind="SecretProviderClass",
            metadata=metadata(args.namespace, labels(name, "secret-store"), name=name),
            spec=_spec(args.vault, args.objects),
            opts=ResourceOptions(parent=self),
        )
        self.provider_class = made.urn.apply(lambda _made: name)
        self.register_outputs({"providerClass": self.provider_class})

    def file(self, name: str) -> MountedSecret:
        """One value, for a container.

        Raises:
            UnknownSecretError: No object becomes this file.
        """
        if name not in self._files:
            raise UnknownSecretError(self._name, name, self._files)
        return MountedSecret(provider_class=self.provider_class, file=name)


def _spec(vault: Vault, objects: Mapping[str, Input[str]]) -> dict[str, object]:
    """The drivers' own words; each takes its list of objects as a text of YAML."""
    match vault:
        case AzureKeyVault():
            parameters = {
                "usePodIdentity": "false",
                "useVMManagedIdentity": "false",
                "clientID": vault.client_id,
                "tenantId": vault.tenant_id,
                "keyvaultName": vault.name,
                "objects": Output.all(**objects).apply(_azure_objects),
            }
            return {"provider": "azure", "parameters": parameters}
        case AwsSecretsManager():
            parameters = {
                "region": vault.region,
                "usePodIdentity": "true",
                "objects": Output.all(**objects).apply(_aws_objects),
            }
            return {"provider": "aws", "parameters": parameters}
    assert_never(vault)


def _azure_objects(names: Mapping[str, str]) -> str:
    """A list of texts, each YAML by itself."""
    entries = [
        {"objectName": name, "objectType": "secret", "objectAlias": file}
        for file, name in names.items()
    ]
    return yaml.safe_dump({"array": [yaml.safe_dump(one, sort_keys=False) for one in entries]})


def _aws_objects(arns: Mapping[str, str]) -> str:
    """ARNs say by themselves that they are Secrets Manager's."""
    entries = [{"objectName": arn, "objectAlias": file} for file, arn in arns.items()]
    return yaml.safe_dump(entries, sort_keys=False)
