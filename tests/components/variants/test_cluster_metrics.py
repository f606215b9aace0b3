"""What a cloud's Prometheus is told: it finds every part by itself and judges by the same rules."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from slipway.components.kubernetes.data_files import texts
from slipway.components.variants.cluster_metrics import cluster_rules, cluster_scraping
from tests.support.json_path import at
from tests.support.nouns import RELEASED, UNRELEASED, cluster_workloads
from tests.support.pods import RecordedPod, pods
from tests.support.recording import record

NAME = "app.kubernetes.io/name"
JOBS: list[dict[str, Any]] = yaml.safe_load(cluster_scraping())["scrape_configs"]
SERVERS = [
    pod for pod in pods(record(cluster_workloads)) if pod.kind in {"Deployment", "StatefulSet"}
]


def application(pod: RecordedPod) -> str:
    return str(at(pod.template, "metadata", "labels", NAME))


def kept(job: dict[str, Any], source: str) -> str:
    [rule] = [
        one
        for one in job["relabel_configs"]
        if one.get("action") == "keep" and source in one["source_labels"][0]
    ]
    return str(rule["regex"])


def marks(job: dict[str, Any]) -> dict[str, str]:
    return {
        rule["target_label"]: rule["replacement"]
        for rule in job["relabel_configs"]
        if "replacement" in rule
    }


def ports(pod: RecordedPod) -> set[int]:
    return {
        int(str(at(port, "containerPort")))
        for one in pod.containers(init=False)
        for port in one["ports"]  # type: ignore[union-attr] # a list of ports
    }


def test_every_target_is_a_port_of_pods_that_exist() -> None:
    there = {application(pod): ports(pod) for pod in SERVERS}
    for job in JOBS:
        name, port = kept(job, NAME.replace(".", "_").replace("/", "_")), kept(job, "port_number")
        assert int(port) in there[name], job["job_name"]


def test_targets_are_addresses_of_pods_and_never_names_of_the_cluster() -> None:
    for job in JOBS:
        assert [one["role"] for one in job["kubernetes_sd_configs"]] == ["pod"]
        assert not {"static_configs", "dns_sd_configs"} & job.keys()
        assert not any(one.get("target_label") == "__address__" for one in job["relabel_configs"])


def test_every_server_is_scraped_or_probed() -> None:
    probed = {marks(job)["part"] for job in JOBS if job.get("metrics_path") == "/probe"}
    scraped = {kept(job, "kubernetes_io_name") for job in JOBS if "metrics_path" not in job}
    assert {application(pod) for pod in SERVERS} == probed | scraped
    assert "tracking" in probed


def test_every_disk_is_watched() -> None:
    with_disk = {
        application(pod)
        for pod in SERVERS
        if "persistentVolumeClaim" in json.dumps(pod.spec.get("volumes"))
    }
    watched = {marks(job)["part"] for job in JOBS if kept(job, "port_number") == "9100"}
    assert watched == with_disk == {"pushgateway"}


def test_a_models_series_carry_its_name_as_the_rules_expect() -> None:
    [job] = [job for job in JOBS if job["job_name"] == "models"]
    assert job["relabel_configs"][-1] == {
        "source_labels": ["__meta_kubernetes_pod_label_app_kubernetes_io_instance"],
        "target_label": "model",
    }
    [model] = [pod for pod in SERVERS if application(pod) == "model-service"]
    instance = at(model.template, "metadata", "labels", "app.kubernetes.io/instance")
    assert instance == RELEASED.name


def test_what_jobs_pushed_keeps_the_labels_that_they_gave_it() -> None:
    [job] = [job for job in JOBS if job["job_name"].startswith("pushgateway")]
    assert job["honor_labels"] is True


def test_no_two_jobs_have_one_name() -> None:
    names = [job["job_name"] for job in JOBS]
    assert len(names) == len(set(names))


def test_the_file_has_no_references_within_itself() -> None:
    # Valid YAML, which a cloud's own reader may take for text all the same.
    assert not re.search(r"[&*]id\d", cluster_scraping())


def test_rules_about_what_the_cloud_provides_instead_are_left_out() -> None:
    rules = cluster_rules([RELEASED, UNRELEASED])
    text = "".join(rules.values())
    # Without its series, `absent` would alert for ever.
    assert "absent(" not in text
    assert "pg_up" not in text
    assert "alertmanager_" not in text
    left_out = texts("rules", ".yaml").keys() - rules.keys()
    assert left_out == {"alerting.yaml", "database.yaml"}


def test_the_bounds_of_released_models_are_among_the_rules() -> None:
    bounds = yaml.safe_load(cluster_rules([RELEASED, UNRELEASED])["bounds.yaml"])
    models = {rule["labels"]["model"] for rule in bounds["groups"][0]["rules"]}
    assert models == {"car-loan"}


@pytest.mark.engine
def test_prometheus_takes_the_configuration(tmp_path: Path) -> None:
    tool = shutil.which("promtool")
    assert tool, "promtool isn't on PATH: `make up` puts it into the tools folder"
    # Debian's build knows no discovery through the API server; all else of the file it checks.
    known = [
        {key: value for key, value in job.items() if key != "kubernetes_sd_configs"} for job in JOBS
    ]
    path = tmp_path / "prometheus.yaml"
    path.write_text(yaml.safe_dump({"scrape_configs": known}), encoding="utf-8")
    words = [tool, "check", "config", str(path)]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr
