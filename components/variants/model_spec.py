"""A model as a platform is told of it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ModelRelease:
    """The one version that serves, pinned by digest."""

    version: int
    image: str


@dataclass(frozen=True, kw_only=True)
class ModelSpec:
    """A model with its size and its watch; plain values, because the plan must know them.

    Without a release the model has its drift monitor prepared and suspended, and no service.
    """

    name: str
    release: ModelRelease | None = None
    min_replicas: int = 2
    max_replicas: int = 6
    cpu: str = "50m"
    memory: str = "512Mi"
    target_in_flight: int = 8
    target_cpu_percent: int = 65
    latency_target_seconds: float = 0.25
    scale_down_window_seconds: int = 300
    drift_schedule: str = "*/15 * * * *"
    drift_max_age_seconds: int = 86_400
