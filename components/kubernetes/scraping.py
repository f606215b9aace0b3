"""Prometheus' own configuration: the shipped settings, one job per model, and the alert rules."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import yaml

from slipway.components.kubernetes import data_files


@dataclass(frozen=True, kw_only=True)
class WatchedModel:
    """A model whose service is scraped, with the bounds that its alerts compare with."""

    name: str
    namespace: str
    port: int
    min_replicas: int
    max_replicas: int
    latency_target_seconds: float
    in_flight_limit: int
    drift_max_age_seconds: int


def prometheus_settings(models: Sequence[WatchedModel], absent: Collection[str] = ()) -> str:
    """The file `prometheus.yaml`, without the parts that this platform doesn't have."""
    settings = yaml.safe_load(data_files.text("settings", "prometheus.yaml"))
    for job in settings["scrape_configs"]:
        job["static_configs"] = [
            group
            for group in job["static_configs"]
            if group.get("labels", {}).get("part") not in absent
        ]
    settings["scrape_configs"] += [_job(model) for model in models]
    return yaml.safe_dump(settings, sort_keys=False)


def rule_files(
    models: Sequence[WatchedModel], only: Collection[str] | None = None
) -> dict[str, str]:
    """The rule files by name: the shipped ones, and the models' bounds as series.

    `only` names the shipped files that have something to watch; None: all of them.
    """
    shipped = data_files.texts("rules", ".yaml")
    bounds = {
        "groups": [
            {
                "name": "slipway-model-bounds",
                "rules": [rule for model in models for rule in _bounds(model)],
            }
        ]
    }
    return {
        **{name: text for name, text in shipped.items() if only is None or name in only},
        "bounds.yaml": yaml.safe_dump(bounds, sort_keys=False),
    }


def _job(model: WatchedModel) -> dict[str, object]:
    host = f"{model.name}-pods.{model.namespace}.svc"
    return {
        "job_name": f"model-{model.name}",
        "dns_sd_configs": [
            {"names": [host], "type": "A", "port": model.port, "refresh_interval": "10s"}
        ],
        "relabel_configs": [{"target_label": "model", "replacement": model.name}],
    }


def _bounds(model: WatchedModel) -> list[dict[str, object]]:
    values = {
        "slipway:min_replicas": model.min_replicas,
        "slipway:max_replicas": model.max_replicas,
        "slipway:latency_target_seconds": model.latency_target_seconds,
        "slipway:in_flight_limit": model.in_flight_limit,
        "slipway:drift_max_age_seconds": model.drift_max_age_seconds,
    }
    return [
        {"record": record, "expr": f"vector({value})", "labels": {"model": model.name}}
        for record, value in values.items()
    ]
