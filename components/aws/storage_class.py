"""The cluster's default disks: encrypted with the platform's key, in the zone of their pod."""

from dataclasses import dataclass

import pulumi
from pulumi import Input, ResourceOptions
from pulumi_kubernetes.meta.v1 import ObjectMetaArgs
from pulumi_kubernetes.storage.v1 import StorageClass

from slipway.components.kubernetes.labels import labels

NAME = "slipway-gp3"
"""Fixed: a claim can't change its class, and a new name would replace claims and
their data."""


@dataclass(frozen=True, kw_only=True)
class EncryptedDisksArgs:
    """One key for all disks."""

    key_arn: Input[str]
    production: bool


class EncryptedDisks(pulumi.ComponentResource):
    """In production a disk outlives its claim: a tear-down by mistake costs no data."""

    storage_class: pulumi.Output[str]
    """Its name, known once it exists."""

    def __init__(
        self, name: str, args: EncryptedDisksArgs, opts: ResourceOptions | None = None
    ) -> None:
        super().__init__("slipway:aws:EncryptedDisks", name, {}, opts)
        disks = StorageClass(
            f"{name}-class",
            metadata=ObjectMetaArgs(
                name=NAME,
                labels=labels(name, "storage"),
                annotations={"storageclass.kubernetes.io/is-default-class": "true"},
            ),
            provisioner="ebs.csi.aws.com",
            parameters={"type": "gp3", "encrypted": "true", "kmsKeyId": args.key_arn},
            # A disk made before its pod has a node is in the wrong zone two times out of three.
            volume_binding_mode="WaitForFirstConsumer",
            allow_volume_expansion=True,
            reclaim_policy="Retain" if args.production else "Delete",
            opts=ResourceOptions(parent=self),
        )
        self.storage_class = disks.metadata.apply(lambda meta: meta.name or NAME)
        self.register_outputs({"storageClass": self.storage_class})
