"""Which variant runs on which target.

Printed by `slipway variants`, and checked by the loader.
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

    @property
    def name(self) -> str:
        """For example ``cloud-native-aws``."""
        return f"{self.variant}-{self.target}"


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


def cell(variant: str, target: str) -> Cell | None:
    """The pair's cell, or None where the pair makes no sense."""
    return next((c for c in CELLS if c.variant == variant and c.target == target), None)


def pairs() -> str:
    """The pairs that make sense, in words: ``open-source on local, ...``."""
    return ", ".join(f"{c.variant} on {c.target}" for c in CELLS)
