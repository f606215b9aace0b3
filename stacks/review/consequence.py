"""What is lost when a resource goes, and what stays, read from its own inputs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from slipway.stacks.plan.graph import Json, PlannedResource
from slipway.stacks.policy.path import Absent, find

Weight = Literal["data", "service", "none"]
"""What goes with it: data for good or for a while, a service while it is made anew, or neither."""


@dataclass(frozen=True)
class Consequence:
    """A sentence, and how heavy it weighs."""

    weight: Weight
    sentence: str


def consequence(resource: PlannedResource) -> Consequence | None:
    """What the deletion of a resource means; None where nobody but Kubernetes or IAM notices."""
    tell = _TELL.get(resource.type)
    return None if tell is None else tell(resource)


def _value(resource: PlannedResource, path: str) -> Json:
    [found] = find(resource.inputs, path)
    return None if isinstance(found.value, Absent) else found.value


def _bucket(resource: PlannedResource) -> Consequence:
    if _value(resource, "forceDestroy") is True:
        return Consequence("data", "every object and version in it is deleted for good")
    return Consequence("none", "AWS refuses while it holds objects: `up` stops there")


def _rds(resource: PlannedResource) -> Consequence:
    if _value(resource, "deletionProtection") is True:
        return Consequence("none", "deletion protection refuses it: `up` stops there")
    if _value(resource, "skipFinalSnapshot") is True:
        return Consequence("data", "the database goes without a last snapshot, its backups with it")
    return Consequence("data", "the database goes; a last snapshot stays")


def _postgres(resource: PlannedResource) -> Consequence:
    days = _value(resource, "backup.backupRetentionDays")
    return Consequence("data", f"the database goes; Azure keeps its backups up to {days} days")


def _key(resource: PlannedResource) -> Consequence:
    days = _value(resource, "deletionWindowInDays")
    return Consequence(
        "data", f"what it encrypted is unreadable; the key can be brought back for {days} days"
    )


def _secret(resource: PlannedResource) -> Consequence:
    days = _value(resource, "recoveryWindowInDays")
    return Consequence("data", f"its values can be brought back for {days} days")


def _vault(resource: PlannedResource) -> Consequence:
    days = _value(resource, "properties.softDeleteRetentionInDays")
    return Consequence(
        "data", f"its secrets can be brought back for {days} days; its name is taken until then"
    )


def _images(resource: PlannedResource) -> Consequence:
    if _value(resource, "forceDelete") is True:
        return Consequence("data", "its images are deleted: no way back to their versions")
    return Consequence("none", "AWS refuses while it holds images: `up` stops there")


def _said(weight: Weight, sentence: str) -> Callable[[PlannedResource], Consequence]:
    return lambda _resource: Consequence(weight, sentence)


_NODES = _said("service", "pods on its nodes are moved to others, which must have room")
_CLUSTER = _said("service", "everything on it stops, and disks of its claims go")
_ENDPOINT = _said("service", "nobody answers for its model until another endpoint is up")
_TELL: Mapping[str, Callable[[PlannedResource], Consequence]] = {
    "aws:ecr/repository:Repository": _images,
    "aws:eks/cluster:Cluster": _CLUSTER,
    "aws:eks/nodeGroup:NodeGroup": _NODES,
    "aws:kms/key:Key": _key,
    "aws:rds/instance:Instance": _rds,
    "aws:s3/bucket:Bucket": _bucket,
    "aws:sagemaker/endpoint:Endpoint": _ENDPOINT,
    "aws:sagemaker/mlflowTrackingServer:MlflowTrackingServer": _said(
        "data", "experiments and the registry's records go with the server"
    ),
    "aws:secretsmanager/secret:Secret": _secret,
    "azure-native:containerregistry:Registry": _said(
        "data", "its images are deleted: no way back to their versions"
    ),
    "azure-native:containerservice:AgentPool": _NODES,
    "azure-native:containerservice:ManagedCluster": _CLUSTER,
    "azure-native:dbforpostgresql:Server": _postgres,
    "azure-native:keyvault:Vault": _vault,
    "azure-native:machinelearningservices:OnlineEndpoint": _ENDPOINT,
    "azure-native:machinelearningservices:Workspace": _said(
        "data", "experiments, jobs and registered models go; their files in storage stay"
    ),
    "azure-native:storage:StorageAccount": _said(
        "data", "every container goes; an account can be brought back for 14 days at best"
    ),
    "kubernetes:apps/v1:Deployment": _said("service", "its pods stop until others are ready"),
    "kubernetes:apps/v1:StatefulSet": _said(
        "service", "its pods stop until others are ready; claims stay"
    ),
    "kubernetes:core/v1:Namespace": _said("data", "everything in it goes, its claims' disks too"),
    "kubernetes:core/v1:PersistentVolumeClaim": _said(
        "data", "its disk goes, unless the storage class keeps it"
    ),
    "kubernetes:core/v1:Service": _said("service", "its address changes; callers look it up anew"),
}
"""Of types that somebody would miss; sources: the providers' own pages of each resource."""
