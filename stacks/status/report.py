"""The status of a stack, under the names of its published JSON."""

from dataclasses import dataclass

DRIFT_STATES = ("ok", "drift", "quality", "insufficient", "no-data", "failed")
"""States by the number that the drift job pushes as ``slipway_drift_state``."""

UNKNOWN = "unknown"
"""Nothing has reported yet, or who would know doesn't answer."""


@dataclass(frozen=True, kw_only=True)
class ModelStatus:
    """One model: what is released, what answers, and what its monitor says."""

    version: int | None
    digest: str | None
    url: str | None
    ready: int
    min: int
    max: int
    drift: str

    def to_json(self) -> dict[str, object]:
        """The model under the published names."""
        return {
            "version": self.version,
            "digest": self.digest,
            "url": self.url,
            "ready": self.ready,
            "min": self.min,
            "max": self.max,
            "drift": self.drift,
        }


@dataclass(frozen=True, kw_only=True)
class MonthlyCost:
    """What the stack is billed in a month; decimals as text, None without an estimate."""

    low: str | None
    expected: str | None
    high: str | None
    currency: str


@dataclass(frozen=True, kw_only=True)
class Alert:
    """One alert that is pending or firing."""

    name: str
    state: str
    severity: str
    summary: str


@dataclass(frozen=True, kw_only=True)
class StackStatus:
    """Everything `slipway status` shows."""

    stack: str
    variant: str
    target: str
    models: dict[str, ModelStatus]
    urls: dict[str, str]
    alerts: tuple[Alert, ...]
    monthly_cost: MonthlyCost
    unreachable: tuple[str, ...]
    """Who didn't answer; what they would have told is `unknown` or missing above."""

    def to_json(self) -> dict[str, object]:
        """The status under the published names."""
        cost = self.monthly_cost
        return {
            "stack": self.stack,
            "variant": self.variant,
            "target": self.target,
            "models": {name: model.to_json() for name, model in self.models.items()},
            "urls": self.urls,
            "alerts": [
                {
                    "name": alert.name,
                    "state": alert.state,
                    "severity": alert.severity,
                    "summary": alert.summary,
                }
                for alert in self.alerts
            ],
            "monthlyCost": {
                "low": cost.low,
                "expected": cost.expected,
                "high": cost.high,
                "currency": cost.currency,
            },
            "unreachable": list(self.unreachable),
        }
