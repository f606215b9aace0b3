"""Scrape configuration for a Prometheus that asks the API server what runs.

A cloud's collector may stand outside of the cluster, where none of its names resolve: every target
is a pod's address. What is scraped and probed is what `settings/prometheus.yaml` lists, as far as
those parts exist.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence

import yaml

from slipway.components.kubernetes import data_files
from slipway.components.kubernetes.model_service import APPLICATION as MODEL_SERVICE

INTERVAL = "30s"
"""Clouds bill by the sample; every alert's span is a multiple of this."""

Job = dict[str, object]
_NAME = "__meta_kubernetes_pod_label_app_kubernetes_io_name"
_INSTANCE = "__meta_kubernetes_pod_label_app_kubernetes_io_instance"
_PORT = "__meta_kubernetes_pod_container_port_number"
_PHASE = "__meta_kubernetes_pod_phase"
_PROBER = "prober:9115"


def cluster_scraping(*, platform: str, models: str, model_port: int, parts: Collection[str]) -> str:
    """The configuration as text.

    Args:
        platform: Namespace of the parts.
        models: Namespace of the model services.
        model_port: Where they show their metrics.
        parts: Applications that run in the cluster; whatever else the settings list isn't there.
    """
    settings = yaml.safe_load(data_files.text("settings", "prometheus.yaml"))
    jobs = [found for job in settings["scrape_configs"] for found in _jobs(job, platform, parts)]
    everything = {
        "global": {"scrape_interval": INTERVAL},
        "scrape_configs": [_models(models, model_port), *jobs],
    }
    return yaml.safe_dump(everything, sort_keys=False)


def _models(namespace: str, port: int) -> Job:
    name = {"source_labels": [_INSTANCE], "target_label": "model"}
    return _job("models", namespace, [*_pods(MODEL_SERVICE, port), name])


def _jobs(job: Mapping[str, object], namespace: str, parts: Collection[str]) -> Iterator[Job]:
    """One job per target: discovery tells pods apart, and no longer the list of targets."""
    for target, marks in _targets(job):
        if marks.get("part", target.partition(":")[0]) not in parts:
            continue
        if "metrics_path" in job:
            yield _probe(job, target, marks, namespace)
        else:
            application, _, port = target.partition(":")
            rules = [*_pods(application, int(port)), *_marked(marks)]
            kept = {"honor_labels": True} if job.get("honor_labels") else {}
            yield {**_job(f"{job['job_name']}-{application}", namespace, rules), **kept}


def _targets(job: Mapping[str, object]) -> Iterator[tuple[str, dict[str, str]]]:
    groups = job.get("static_configs", [])
    assert isinstance(groups, list)  # noqa: S101 -- a shipped file, checked with promtool
    for group in groups:
        for target in group["targets"]:
            yield target, group.get("labels", {})


def _probe(job: Mapping[str, object], target: str, marks: Mapping[str, str], namespace: str) -> Job:
    """The prober asks, and is asked at its pod's address."""
    application, _, port = _PROBER.partition(":")
    rules = [
        *_pods(application, int(port)),
        *_marked({**marks, "instance": target}),
    ]
    # Copies: YAML would write what two jobs share as a reference, which not every reader knows.
    given = {name: list(values) for name, values in _mapping(job["params"]).items()}
    return {
        **_job(f"{job['job_name']}-{marks['part']}", namespace, rules),
        "metrics_path": job["metrics_path"],
        "params": {**given, "target": [target]},
    }


def _job(name: str, namespace: str, rules: Sequence[Mapping[str, object]]) -> Job:
    discovery = {"role": "pod", "namespaces": {"names": [namespace]}}
    return {
        "job_name": name,
        "kubernetes_sd_configs": [discovery],
        "relabel_configs": [dict(rule) for rule in rules],
    }


def _pods(application: str, port: int) -> list[dict[str, object]]:
    """One port of the pods of an application, as long as they run."""
    return [
        {"source_labels": [_NAME], "action": "keep", "regex": application},
        {"source_labels": [_PORT], "action": "keep", "regex": str(port)},
        {"source_labels": [_PHASE], "action": "drop", "regex": "Succeeded|Failed"},
    ]


def _marked(marks: Mapping[str, str]) -> list[dict[str, object]]:
    return [{"target_label": label, "replacement": value} for label, value in marks.items()]


def _mapping(value: object) -> dict[str, list[str]]:
    assert isinstance(value, dict)  # noqa: S101 -- as above
    return value
