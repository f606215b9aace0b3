"""What the job is told by its environment."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args

from slipway.monitoring.errors import WrongUseError, WrongValueError
from slipway.monitoring.times import parse

LogFormat = Literal["slipway", "sagemaker", "azureml"]
"""Our runtime's own log, or what a managed endpoint captured."""

FORMATS: tuple[LogFormat, ...] = get_args(LogFormat)


@dataclass(frozen=True, kw_only=True)
class JobSettings:
    """One model's job; URLs are `s3://` or folders."""

    model: str
    version: str | None
    reference_url: str
    log_url: str
    labels_url: str | None
    out_url: str
    log_format: LogFormat
    pushgateway: str | None
    cloudwatch_namespace: str | None
    """Where metrics go on AWS's managed platform."""
    insights: str | None
    """Where they go on Azure's: the connection string. At most one of the three is set."""
    start: datetime | None
    """None means since the last verdict."""
    end: datetime | None
    """None means until now."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "JobSettings":
        """Reads the environment; all that is missing is named in one message."""
        needed = ("SLIPWAY_MODEL", "SLIPWAY_REFERENCE_URL", "SLIPWAY_LOG_URL", "SLIPWAY_OUT_URL")
        missing = [name for name in needed if not environment.get(name)]
        if missing:
            message = (
                f"environment: got no {', '.join(missing)}; expected a value for each. "
                "Set them as the DriftMonitor component does."
            )
            raise WrongUseError(message)
        start, end = (_time(environment, name) for name in _BOUNDS)
        if start is not None and end is not None and start >= end:
            message = (
                f"SLIPWAY_WINDOW_FROM: got {start.isoformat()}; expected a time before "
                f"SLIPWAY_WINDOW_TO ({end.isoformat()}). Swap or correct them."
            )
            raise WrongUseError(message)
        return cls(
            model=environment["SLIPWAY_MODEL"],
            version=environment.get("SLIPWAY_MODEL_VERSION") or None,
            reference_url=environment["SLIPWAY_REFERENCE_URL"],
            log_url=environment["SLIPWAY_LOG_URL"],
            labels_url=environment.get("SLIPWAY_LABELS_URL") or None,
            out_url=environment["SLIPWAY_OUT_URL"],
            log_format=_format(environment.get("SLIPWAY_LOG_FORMAT") or "slipway"),
            pushgateway=environment.get("SLIPWAY_PUSHGATEWAY") or None,
            cloudwatch_namespace=environment.get("SLIPWAY_CLOUDWATCH_NAMESPACE") or None,
            insights=environment.get("APPLICATIONINSIGHTS_CONNECTION_STRING") or None,
            start=start,
            end=end,
        )

    @property
    def explicit(self) -> bool:
        """Whether the span was asked for; then the watermark stays where it is."""
        return self.start is not None or self.end is not None


def _format(value: str) -> LogFormat:
    for known in FORMATS:
        if value == known:
            return known
    raise WrongValueError(
        place="SLIPWAY_LOG_FORMAT",
        value=value,
        rule=", ".join(FORMATS),
        remedy="Leave it out for the runtime's own log.",
    )


_BOUNDS = ("SLIPWAY_WINDOW_FROM", "SLIPWAY_WINDOW_TO")


def _time(environment: Mapping[str, str], name: str) -> datetime | None:
    value = environment.get(name)
    return parse(value, place=name) if value else None
