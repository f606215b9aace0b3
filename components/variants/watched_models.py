"""The models as Prometheus watches them: where their pods are, and the bounds of their alerts."""

from collections.abc import Sequence

from slipway.components.kubernetes.model_service import PORT, in_flight_limit
from slipway.components.kubernetes.scraping import WatchedModel
from slipway.components.variants.model_spec import ModelSpec

MODELS_NAMESPACE = "slipway-models"


def watched_models(models: Sequence[ModelSpec]) -> list[WatchedModel]:
    """Those with a release: the others have no service to watch."""
    return [_watched(model) for model in models if model.release is not None]


def _watched(model: ModelSpec) -> WatchedModel:
    return WatchedModel(
        name=model.name,
        namespace=MODELS_NAMESPACE,
        port=PORT,
        min_replicas=model.min_replicas,
        max_replicas=model.max_replicas,
        latency_target_seconds=model.latency_target_seconds,
        in_flight_limit=in_flight_limit(model.target_in_flight),
        drift_max_age_seconds=model.drift_max_age_seconds,
    )
