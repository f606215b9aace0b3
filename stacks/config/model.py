"""A model's part of the config: how it is served and how it is watched."""

from typing import Literal, Self

from pydantic import Field, model_validator

from slipway.stacks.config.base import ConfigModel
from slipway.stacks.config.fields import CronLine, Duration, Quantity


class Replicas(ConfigModel):
    """The bounds within which the autoscaler moves."""

    min: int = Field(default=2, ge=1, le=1000, description="Replicas kept without any traffic.")
    max: int = Field(default=4, ge=1, le=1000, description="Replicas never exceeded.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            raise ValueError(f"min at most max, which is {self.max}")
        return self


class Serving(ConfigModel):
    """How a model is served."""

    replicas: Replicas = Replicas()
    cpu: Quantity = Field(default="500m", description="CPU that one replica asks for.")
    memory: Quantity = Field(default="512Mi", description="Memory of one replica.")
    target_in_flight: int = Field(
        default=8, ge=1, le=10_000, description="Requests that one replica should work on at once."
    )
    target_cpu_percent: int = Field(
        default=65, ge=10, le=95, description="CPU use, of what is asked for, that adds replicas."
    )
    scaler: Literal["cpu"] = Field(default="cpu", description="What the autoscaler follows.")
    scale_down_window: Duration = Field(
        default="5m", description="How long the load must be low before replicas go."
    )


class Monitoring(ConfigModel):
    """How a model is watched."""

    schedule: CronLine = Field(
        default="*/15 * * * *", description="When the drift job runs, in UTC."
    )
    label_delay: Duration = Field(
        default="0s",
        description="How late true labels arrive; written down, and not acted on by this version.",
    )


class Model(ConfigModel):
    """One model of the platform; it may have no release yet."""

    serving: Serving = Serving()
    monitoring: Monitoring = Monitoring()
