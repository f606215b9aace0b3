"""What workloads in a cluster lean on, wherever it lives: stores, a database, an identity."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pulumi import Input
from pulumi_kubernetes.core.v1 import EnvFromSourceArgs

from slipway.components.kubernetes.secret_reference import SecretReference


@dataclass(frozen=True, kw_only=True)
class WorkloadAccount:
    """The Kubernetes service account that a cloud identity is bound to."""

    name: Input[str]
    pod_labels: Mapping[str, Input[str]] = field(default_factory=dict)
    """E.g. ``azure.workload.identity/use: "true"``; empty for EKS pod identity."""
    agent_address: Input[str] | None = None
    """Block of the node's agent that hands out credentials at port 80: EKS pod identity's is
    ``169.254.170.23/32``; None where tokens are exchanged at the cloud's own address."""


@dataclass(frozen=True, kw_only=True)
class StoreLogin:
    """How a workload gets into an object store.

    Either `credentials` (keys in a Secret, for the store in the cluster) or `account` (a cloud
    identity; no key exists anywhere).
    """

    endpoint: Input[str] | None = None  # None: the cloud's own for the region
    region: Input[str] | None = None  # None: of a store in the cluster, or no S3 store
    credentials: EnvFromSourceArgs | None = None
    account: WorkloadAccount | None = None
    port: Input[int] | None = None  # of the endpoint; None means 443


@dataclass(frozen=True, kw_only=True)
class StoreAccess(StoreLogin):
    """One object store location and how a workload gets in."""

    url: Input[str]
    """Base address: ``s3://bucket/prefix``; on Azure ``wasbs://`` (MLflow) or ``abfss://``."""


PasswordSource = Literal["secret", "aws-secrets-manager", "rds-iam", "entra"]


@dataclass(frozen=True, kw_only=True)
class DatabaseAccess:
    """A PostgreSQL server and where each new connection gets its password."""

    host: Input[str]
    user: Input[str]
    source: PasswordSource
    password: SecretReference | None = None
    """For the source `secret`."""
    secret_arn: Input[str] | None = None
    """For the source `aws-secrets-manager`: JSON with username and password."""
    region: Input[str] | None = None
    """For the two AWS sources."""
    tls: bool = True
    """False for a database in the same cluster alone; with it, pods are let out to the server."""
