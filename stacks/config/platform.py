"""The key `slipway:platform`: a variant, a target, an environment and models."""

from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.config.fields import Name
from slipway.stacks.config.model import Model
from slipway.stacks.config.policy_exception import PolicyException
from slipway.stacks.config.targets.aws import AwsTarget
from slipway.stacks.config.targets.azure import AzureTarget
from slipway.stacks.config.targets.kubernetes import KubernetesTarget
from slipway.stacks.config.targets.local import LocalTarget


class Range(ConfigModel):
    """A figure with its bounds."""

    low: float = Field(ge=0)
    expected: float = Field(ge=0)
    high: float = Field(ge=0)


HourlyLoad = Annotated[list[Annotated[float, Field(ge=0)]], Field(min_length=24, max_length=24)]


class LoadCurve(ConfigModel):
    """Load by the hour of the day; only the proportions count, not the unit."""

    weekday: HourlyLoad
    weekend: HourlyLoad

    @model_validator(mode="after")
    def _some(self) -> Self:
        if not any(self.weekday) and not any(self.weekend):
            raise ValueError("an hour with load")
        return self


class Workload(ConfigModel):
    """The traffic of one model, which drives the cost estimate of every variant."""

    requests_per_second: Range = Field(description="Averages over the month.")
    load_curve: Literal["office-hours", "flat"] | LoadCurve = Field(
        default="office-hours",
        description="How the load differs over the week: which replicas and nodes run how long.",
    )


class Budget(ConfigModel):
    """What the platform may cost in a month."""

    monthly: Decimal = Field(gt=0)
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"


TagName = Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_.-]{0,62}$")]


def _sorted(tags: dict[str, str]) -> dict[str, str]:
    """The engine hands a mapping on in this order, and a plan from the file must equal its."""
    return dict(sorted(tags.items()))


TagValue = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.:/=+@ -]{0,128}$")]


class PlatformBase(ConfigModel):
    """What every variant's config has."""

    environment: Literal["dev", "staging", "prod"] = "dev"
    models: dict[Name, Model] = Field(default_factory=dict)
    workload: dict[Name, Workload] = Field(default_factory=dict)
    budget: Budget | None = None
    tags: Annotated[dict[TagName, TagValue], AfterValidator(_sorted)] = Field(
        default_factory=dict, description="Put on every cloud resource, e.g. owner and costCentre."
    )
    policy_exceptions: list[PolicyException] = Field(
        default_factory=list, description="Findings of `slipway check` that are accepted for now."
    )
    layers: Literal["all", "infrastructure", "workloads"] = Field(
        default="all",
        description="infrastructure: cloud resources and cluster alone; workloads: what runs on"
        " them, from the outputs of the stack that infrastructureStack names.",
    )
    infrastructure_stack: str | None = Field(
        default=None,
        pattern=r"^[^/\s]+/[^/\s]+/[^/\s]+$",
        description="organisation/project/stack that holds the infrastructure of these workloads.",
    )

    @model_validator(mode="after")
    def _layered(self) -> Self:
        if (self.layers == "workloads") != (self.infrastructure_stack is not None):
            raise ValueError("infrastructureStack with layers: workloads, and only then")
        return self


class OpenSourcePlatformConfig(PlatformBase):
    """Everything runs in the cluster; no cloud service but machines and disks."""

    variant: Literal["open-source"]
    target: Annotated[
        LocalTarget | KubernetesTarget | AzureTarget | AwsTarget, Field(discriminator="kind")
    ]
    database_password_generation: int = Field(
        default=0,
        ge=0,
        description="Another number rotates the passwords of the database in the cluster; nothing"
        " restarts.",
    )


class CloudNativePlatformConfig(PlatformBase):
    """The cloud's building blocks around a managed cluster, MLflow on it."""

    variant: Literal["cloud-native"]
    target: Annotated[AzureTarget | AwsTarget, Field(discriminator="kind")]


class ManagedPlatformConfig(PlatformBase):
    """The cloud's ML platform does tracking, registry and endpoints."""

    variant: Literal["managed-platform"]
    target: Annotated[AzureTarget | AwsTarget, Field(discriminator="kind")]


PlatformConfig = Annotated[
    OpenSourcePlatformConfig | CloudNativePlatformConfig | ManagedPlatformConfig,
    Field(discriminator="variant"),
]
"""The union over the variants."""
