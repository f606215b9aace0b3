"""What each capability becomes in each variant.

Printed by `slipway variants`, and copied into the README by a test.
"""

from dataclasses import dataclass

from slipway.stacks.variants.cells import Variant


@dataclass(frozen=True, kw_only=True)
class Capability:
    """What one capability is in each variant."""

    name: str
    open_source: str
    cloud_native: str
    managed_platform: str

    def in_variant(self, variant: Variant) -> str:
        """What it is there; empty where the variant has nothing for it."""
        texts: dict[Variant, str] = {
            "open-source": self.open_source,
            "cloud-native": self.cloud_native,
            "managed-platform": self.managed_platform,
        }
        return texts[variant]


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
