"""Volumes of pods, by where their content comes from."""

from collections.abc import Mapping

from pulumi import Input, ResourceOptions
from pulumi_kubernetes.core.v1 import (
    ConfigMapVolumeSourceArgs,
    EmptyDirVolumeSourceArgs,
    PersistentVolumeClaim,
    PersistentVolumeClaimSpecArgs,
    PersistentVolumeClaimVolumeSourceArgs,
    SecretVolumeSourceArgs,
    VolumeArgs,
    VolumeResourceRequirementsArgs,
)

from slipway.components.kubernetes.workloads import metadata


def disk(
    name: str,
    application: str,
    marks: Mapping[str, str],
    *,
    namespace: Input[str],
    size: Input[str],
    storage_class: Input[str] | None,
    opts: ResourceOptions,
) -> PersistentVolumeClaim:
    """The one disk of an application, under a name that an operator finds again."""
    return PersistentVolumeClaim(
        f"{name}-data",
        metadata=metadata(namespace, marks, name=f"{application}-data"),
        spec=_claim(size, storage_class),
        opts=opts,
    )


def _claim(size: Input[str], storage_class: Input[str] | None) -> PersistentVolumeClaimSpecArgs:
    """A disk of one node at a time."""
    return PersistentVolumeClaimSpecArgs(
        access_modes=["ReadWriteOnce"],
        resources=VolumeResourceRequirementsArgs(requests={"storage": size}),
        storage_class_name=storage_class,
    )


def claimed(name: str, claim: PersistentVolumeClaim) -> VolumeArgs:
    """A volume that outlives its pods."""
    source = PersistentVolumeClaimVolumeSourceArgs(claim_name=claim.metadata.name)
    return VolumeArgs(name=name, persistent_volume_claim=source)


def configured(name: str, config_map: Input[str], mode: int = 0o444) -> VolumeArgs:
    """Files from a ConfigMap; `mode` makes scripts executable."""
    source = ConfigMapVolumeSourceArgs(name=config_map, default_mode=mode)
    return VolumeArgs(name=name, config_map=source)


def secret(name: str, secret_name: Input[str]) -> VolumeArgs:
    """Files from a Secret, readable by the pod's user alone."""
    source = SecretVolumeSourceArgs(secret_name=secret_name, default_mode=0o440)
    return VolumeArgs(name=name, secret=source)


def empty(name: str, size_limit: Input[str]) -> VolumeArgs:
    """A folder that dies with its pod."""
    return VolumeArgs(name=name, empty_dir=EmptyDirVolumeSourceArgs(size_limit=size_limit))
