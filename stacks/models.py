"""A stack's models as the components take them: config and release joined."""

from slipway.components.variants.model_spec import ModelRelease, ModelSpec
from slipway.stacks.config.fields import duration_value
from slipway.stacks.config.model import Model
from slipway.stacks.config.release import Release
from slipway.stacks.config.stack import StackConfig


def model_specs(config: StackConfig) -> list[ModelSpec]:
    """Every model of the stack, released or not, in the order of the file."""
    return [
        _spec(name, model, config.releases.get(name))
        for name, model in config.platform.models.items()
    ]


def _spec(name: str, model: Model, release: Release | None) -> ModelSpec:
    serving, monitoring = model.serving, model.monitoring
    return ModelSpec(
        name=name,
        release=None
        if release is None
        else ModelRelease(version=release.version, image=release.image),
        min_replicas=serving.replicas.min,
        max_replicas=serving.replicas.max,
        cpu=serving.cpu,
        memory=serving.memory,
        target_in_flight=serving.target_in_flight,
        target_cpu_percent=serving.target_cpu_percent,
        scale_down_window_seconds=int(duration_value(serving.scale_down_window).total_seconds()),
        drift_schedule=monitoring.schedule,
    )
