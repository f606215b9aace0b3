"""What both clouds ask in the same words: networks, pools of nodes, access to the API server."""

from ipaddress import IPv4Network
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from slipway.stacks.config.base import ConfigModel


def _check_cidr(value: str) -> str:
    try:
        IPv4Network(value)
    except ValueError as error:
        raise ValueError("an IPv4 block that starts at its first address: 10.40.0.0/16") from error
    return value


Cidr = Annotated[str, AfterValidator(_check_cidr), Field(examples=["10.40.0.0/16"])]
Version = Annotated[str, Field(pattern=r"^1\.\d{2}$", examples=["1.35"])]
DEFAULT_VERSION = "1.35"
"""The community supports 1.34 until October 2026, EKS at its low price until December 2026."""


class Pool(ConfigModel):
    """Nodes of one kind, between two bounds that an autoscaler keeps."""

    size: str | None = Field(
        default=None, description="Machine type; without it the environment's default."
    )
    min: int = Field(default=1, ge=0, le=1000)
    max: int = Field(default=3, ge=1, le=1000)
    disk_gb: int = Field(default=64, ge=20, le=2048)
    spot: bool = Field(default=False, description="Cheaper nodes that the cloud may take back.")

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            raise ValueError(f"min at most max, which is {self.max}")
        return self


class Pools(ConfigModel):
    """The platform's own nodes, and those of the models."""

    system: Pool = Pool(min=2, max=4)
    models: Pool = Pool(min=1, max=6)


class ApiServer(ConfigModel):
    """Who reaches the cluster's API server; never the whole internet."""

    access: Literal["private", "listed"] = Field(
        default="private",
        description="private: from the network alone; listed: from allowedCidrs too.",
    )
    allowed_cidrs: list[Cidr] = Field(default_factory=list)

    @model_validator(mode="after")
    def _listed(self) -> Self:
        if (self.access == "listed") != bool(self.allowed_cidrs):
            raise ValueError("allowedCidrs with access: listed, and only then")
        if "0.0.0.0/0" in self.allowed_cidrs:
            raise ValueError("blocks that you own; 0.0.0.0/0 is everybody")
        return self


class Alerts(ConfigModel):
    """Where alerts go besides the cloud's own pages."""

    email: Annotated[str, Field(pattern=r"^[^@\s]+@[^@\s]+\.[a-z]+$")] | None = None
