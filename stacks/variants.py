"""Which variant runs on which target, and what each capability becomes: one table.

Printed by `slipway variants`, checked by the loader, and copied into the README by a test.
"""

from dataclasses import dataclass
from typing import Literal, get_args

Variant = Literal["open-source", "managed-platform", "cloud-native"]
TargetKind = Literal["local", "kubernetes", "azure", "aws"]
VARIANTS: tuple[Variant, ...] = get_args(Variant)
TARGET_KINDS: tuple[TargetKind, ...] = get_args(TargetKind)


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One pair of variant and target that makes sense."""

    variant: Variant
    target: TargetKind
    runs_on: str
    built: bool
    """False: planned, and refused by this version."""


@dataclass(frozen=True, kw_only=True)
class Capability:
    """What one capability is in each variant."""

    name: str
    open_source: str
    cloud_native: str
    managed_platform: str


CELLS: tuple[Cell, ...] = (
    Cell(variant="open-source", target="local", runs_on="kind, or bare without Docker", built=True),
    Cell(variant="open-source", target="kubernetes", runs_on="an existing cluster", built=True),
    Cell(variant="open-source", target="azure", runs_on="AKS", built=True),
    Cell(variant="open-source", target="aws", runs_on="EKS", built=True),
    Cell(
        variant="cloud-native",
        target="azure",
        runs_on="AKS, ACR, Blob, PostgreSQL flexible server, Key Vault, Monitor",
        built=True,
    ),
    Cell(
        variant="cloud-native",
        target="aws",
        runs_on="EKS, ECR, S3, RDS, Secrets Manager, managed Prometheus, CloudWatch",
        built=True,
    ),
    Cell(
        variant="managed-platform",
        target="azure",
        runs_on="Azure ML workspace, registry and online endpoints",
        built=True,
    ),
    Cell(
        variant="managed-platform",
        target="aws",
        runs_on="SageMaker: managed MLflow, model registry and endpoints",
        built=True,
    ),
)

CAPABILITIES: tuple[Capability, ...] = (
    Capability(
        name="experiment tracking",
        open_source="MLflow in the cluster, with login",
        cloud_native="MLflow on the managed cluster",
        managed_platform="the platform's own MLflow endpoint",
    ),
    Capability(
        name="model registry",
        open_source="MLflow, on PostgreSQL in the cluster",
        cloud_native="MLflow, on managed PostgreSQL",
        managed_platform="Azure ML registry, SageMaker model packages",
    ),
    Capability(
        name="artifacts",
        open_source="S3 store on a volume (versitygw)",
        cloud_native="Blob or S3",
        managed_platform="the platform's storage account or bucket",
    ),
    Capability(
        name="model images",
        open_source="registry in the cluster (distribution)",
        cloud_native="ACR or ECR",
        managed_platform="ACR or ECR",
    ),
    Capability(
        name="model service",
        open_source="Deployment with autoscaler",
        cloud_native="Deployment with autoscaler",
        managed_platform="managed online endpoint with autoscale rules",
    ),
    Capability(
        name="secrets",
        open_source="Kubernetes Secrets, encrypted at rest",
        cloud_native="Key Vault or Secrets Manager, read by workload identity",
        managed_platform="Key Vault or Secrets Manager",
    ),
    Capability(
        name="operations monitoring",
        open_source="Prometheus and Alertmanager in the cluster",
        cloud_native="managed Prometheus or CloudWatch, same rules",
        managed_platform="the cloud's metrics and alerts, same rules",
    ),
    Capability(
        name="drift and quality",
        open_source="Slipway's job on a CronJob",
        cloud_native="Slipway's job on a CronJob",
        managed_platform="Slipway's job on the platform's scheduler",
    ),
)


def cell(variant: str, target: str) -> Cell | None:
    """The pair's cell, or None where the pair makes no sense."""
    return next((c for c in CELLS if c.variant == variant and c.target == target), None)


def pairs() -> str:
    """The pairs that make sense, in words: ``open-source on local, ...``."""
    return ", ".join(f"{c.variant} on {c.target}" for c in CELLS)
