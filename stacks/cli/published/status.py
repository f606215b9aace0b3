"""`slipway status --json`; a model without a release has null for version, digest and URL."""

from typing import Literal

from slipway.stacks.config.base import ConfigModel

DriftState = Literal["ok", "drift", "quality", "insufficient", "no-data", "failed", "unknown"]


class ModelDocument(ConfigModel):
    """One model."""

    version: int | None
    digest: str | None
    url: str | None
    ready: int
    min: int
    max: int
    drift: DriftState


class AlertDocument(ConfigModel):
    """One alert that is pending or firing."""

    name: str
    state: Literal["pending", "firing"]
    severity: str
    summary: str


class MonthlyCostDocument(ConfigModel):
    """What the stack is billed in a month; decimals as text, null without an estimate."""

    low: str | None
    expected: str | None
    high: str | None
    currency: str


class StatusDocument(ConfigModel):
    """The whole status."""

    stack: str
    variant: str
    target: str
    models: dict[str, ModelDocument]
    urls: dict[str, str]
    alerts: list[AlertDocument]
    monthly_cost: MonthlyCostDocument
    unreachable: list[str]
