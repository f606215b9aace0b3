"""One value of a vault, as a file in a pod: no Kubernetes Secret holds it."""

from collections.abc import Mapping
from dataclasses import dataclass

from pulumi import Input
from pulumi_kubernetes.core.v1 import CSIVolumeSourceArgs, VolumeArgs

from slipway.components.kubernetes.pod import Mount
from slipway.components.kubernetes.secret_reference import SecretReference

FOLDER = "/mnt/vault"
SCRIPT = "run_with_secrets.sh"
_VOLUME = "vault"


@dataclass(frozen=True, kw_only=True)
class MountedSecret:
    """A file that the Secrets Store CSI driver fetches when the pod starts."""

    provider_class: Input[str]
    """Name of the SecretProviderClass, in the pod's namespace."""
    file: str


SecretValue = SecretReference | MountedSecret
"""Where a workload finds a secret; Pulumi passes the value in neither case."""


def launcher(folder: str, secrets: Mapping[str, SecretValue]) -> list[str]:
    """The words before a container's command that turn mounted files into its variables.

    None are needed without such files: the kubelet fills variables in from Kubernetes Secrets.
    `folder` holds the script of the name `SCRIPT`.
    """
    pairs = [
        f"{variable}={FOLDER}/{secret.file}"
        for variable, secret in secrets.items()
        if isinstance(secret, MountedSecret)
    ]
    return ["sh", f"{folder}/{SCRIPT}", *pairs, "--"] if pairs else []


def vault_volumes(secrets: Mapping[str, SecretValue]) -> list[VolumeArgs]:
    """The one volume of all mounted files; they are of one provider class."""
    mounted = [one for one in secrets.values() if isinstance(one, MountedSecret)]
    source = [
        CSIVolumeSourceArgs(
            driver="secrets-store.csi.k8s.io",
            read_only=True,
            volume_attributes={"secretProviderClass": one.provider_class},
        )
        for one in mounted[:1]
    ]
    return [VolumeArgs(name=_VOLUME, csi=one) for one in source]


def vault_mounts(secrets: Mapping[str, SecretValue]) -> list[Mount]:
    """Where a container sees that volume."""
    return [Mount(volume=_VOLUME, path=FOLDER)] if launcher("", secrets) else []
