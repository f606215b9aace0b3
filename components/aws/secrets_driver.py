"""What mounts secrets of Secrets Manager into pods: EKS's own add-on of the CSI driver."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
from pulumi import Input, Output, ResourceOptions

ADDON = "aws-secrets-store-csi-driver-provider"
VERSION = "v3.1.3-eksbuild.1"
"""Read 2026-11-25 in a public Terraform module for Kubernetes 1.35; not checked against AWS."""
SETTINGS = {
    "secrets-store-csi-driver": {
        # A rotated secret reaches the files of running pods.
        "enableSecretRotation": True,
        "rotationPollInterval": "2m",
        # Files alone: a copy in a Kubernetes Secret would be what the vault is there to avoid.
        "syncSecret": {"enabled": False},
    }
}


@dataclass(frozen=True, kw_only=True)
class SecretsDriverArgs:
    """Of one cluster."""

    cluster_name: Input[str]


class SecretsDriver(pulumi.ComponentResource):
    """It has no right of its own: each pod's identity asks for what the pod mounts."""

    def __init__(
        self, name: str, args: SecretsDriverArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:SecretsDriver", name, {}, opts)
        aws.eks.Addon(
            f"{name}-addon",
            addon_name=ADDON,
            addon_version=VERSION,
            cluster_name=args.cluster_name,
            configuration_values=Output.json_dumps(SETTINGS),
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            opts=ResourceOptions(parent=self),
        )
        self.register_outputs({})
