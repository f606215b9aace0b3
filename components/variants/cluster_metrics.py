"""What a cloud's managed Prometheus is told about the workloads, as data.

The rules are the ones of the platform's own Prometheus; those about parts that the cloud provides
instead (database, Alertmanager) are left to the cloud's own alerts.
"""

from collections.abc import Sequence

from slipway.components.kubernetes.cluster_scraping import cluster_scraping as scraping
from slipway.components.kubernetes.model_service import PORT
from slipway.components.kubernetes.scraping import rule_files
from slipway.components.variants.model_spec import ModelSpec
from slipway.components.variants.open_source_urls import PLATFORM_NAMESPACE
from slipway.components.variants.watched_models import MODELS_NAMESPACE, watched_models

PARTS = ("tracking", "pushgateway", "prober")
"""What of the platform runs in the cluster beside the cloud's services."""

RULES = ("service.yaml", "drift.yaml", "platform.yaml", "disks.yaml")
"""The rule files whose series exist there."""


def cluster_rules(models: Sequence[ModelSpec]) -> dict[str, str]:
    """Rule files by name, in Prometheus' own format."""
    return rule_files(watched_models(models), only=RULES)


def cluster_scraping() -> str:
    """The scrape configuration, the same for every set of models: their pods are discovered."""
    return scraping(
        platform=PLATFORM_NAMESPACE, models=MODELS_NAMESPACE, model_port=PORT, parts=PARTS
    )
