"""What Prometheus scrapes, and where alerts go."""

import yaml

from slipway.components.kubernetes.observability import Observability, ObservabilityArgs
from slipway.components.kubernetes.scraping import prometheus_settings, rule_files
from slipway.stacks.plan.graph import SECRET
from tests.support.json_path import at
from tests.support.nouns import WATCHED, image, open_source_platform
from tests.support.pods import pods
from tests.support.recording import record


def targets(text: str) -> set[str]:
    jobs = yaml.safe_load(text)["scrape_configs"]
    return {
        target
        for job in jobs
        for group in job.get("static_configs", [])
        for target in group["targets"]
    }


def test_every_server_of_the_platform_is_scraped_or_probed() -> None:
    found = " ".join(targets(prometheus_settings([])))
    recording = record(open_source_platform)
    servers = {
        str(at(one.inputs, "metadata", "name"))
        for kind in ("StatefulSet", "Deployment")
        for one in recording.kind(kind)
    } - {"car-loan"}
    assert {server for server in servers - {"prometheus"} if f"{server}:" not in found} == set()


def test_every_disk_is_watched() -> None:
    recording = record(open_source_platform)
    with_disk = {
        str(at(pod.template, "metadata", "labels", "app.kubernetes.io/name"))
        for pod in pods(recording)
        if any("persistentVolumeClaim" in str(volume) for volume in [pod.spec.get("volumes")])
    }
    found = {
        target.partition(":")[0].replace("localhost", "prometheus")
        for target in targets(prometheus_settings([]))
        if target.endswith(":9100")
    }
    assert found == with_disk
    assert len(with_disk) == 5


def test_every_scraped_port_of_a_service_is_one_that_it_has() -> None:
    recording = record(open_source_platform)
    ports: set[str] = set()
    for service in recording.kind("Service"):
        listed = at(service.inputs, "spec", "ports")
        assert isinstance(listed, list)
        name = at(service.inputs, "metadata", "name")
        ports |= {f"{name}:{at(port, 'port')}" for port in listed}
    plain = {one for one in targets(prometheus_settings([])) if "/" not in one}
    assert {one for one in plain if not one.startswith("localhost:")} <= ports


def test_a_model_is_found_by_the_name_of_its_pods() -> None:
    jobs = yaml.safe_load(prometheus_settings([WATCHED]))["scrape_configs"]
    [job] = [job for job in jobs if job["job_name"] == "model-car-loan"]
    assert job["dns_sd_configs"][0]["names"] == ["car-loan-pods.slipway-models.svc"]
    assert job["relabel_configs"] == [{"target_label": "model", "replacement": "car-loan"}]


def test_the_bounds_of_a_model_are_series_that_rules_compare_with() -> None:
    groups = yaml.safe_load(rule_files([WATCHED])["bounds.yaml"])["groups"]
    found = {rule["record"]: rule["expr"] for rule in groups[0]["rules"]}
    assert found["slipway:max_replicas"] == "vector(6)"
    assert found["slipway:in_flight_limit"] == "vector(16)"


def test_the_address_of_the_webhook_may_hold_a_token_and_is_kept_secret() -> None:
    args = ObservabilityArgs(
        namespace="ml", image=image("observability"), webhook_url="https://chat.example.com/t0ken"
    )
    recording = record(lambda: Observability("observability", args))
    files = recording.one("Secret", "observability-alertmanager-files")
    assert SECRET in str(at(files, "stringData"))
    assert all("t0ken" not in str(one.inputs) for one in recording.resources)
