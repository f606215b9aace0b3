"""The key `slipway:platform`: a variant, a target, an environment and models."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.config.fields import Name
from slipway.stacks.config.model import Model
from slipway.stacks.config.target import LocalTarget


class Range(ConfigModel):
    """A figure with its bounds."""

    low: float = Field(ge=0)
    expected: float = Field(ge=0)
    high: float = Field(ge=0)


class Workload(ConfigModel):
    """The traffic of one model, which drives the cost estimate of every variant."""

    requests_per_second: Range


class Budget(ConfigModel):
    """What the platform may cost in a month."""

    monthly: Decimal = Field(gt=0)
    currency: Annotated[str, Field(pattern=r"^[A-Z]{3}$")] = "USD"


class PlatformBase(ConfigModel):
    """What every variant's config has."""

    environment: Literal["dev", "staging", "prod"] = "dev"
    models: dict[Name, Model] = Field(default_factory=dict)
    workload: dict[Name, Workload] = Field(default_factory=dict)
    budget: Budget | None = None


class OpenSourcePlatformConfig(PlatformBase):
    """Everything runs in the cluster; no cloud service but machines and disks."""

    variant: Literal["open-source"]
    target: LocalTarget


PlatformConfig = OpenSourcePlatformConfig
"""The union over the variants; it grows by one branch per variant."""
