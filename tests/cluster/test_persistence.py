"""Tracking data, models and images survive every pod."""

import httpx
import pytest

from tests.support.live_platform import MODEL, PLATFORM, LivePlatform, wait_for

pytestmark = pytest.mark.cluster


def test_everything_is_there_after_every_platform_pod_was_deleted(platform: LivePlatform) -> None:
    before = _known(platform)
    assert before["runs"], "the sample has tracked runs"
    core = platform.core()
    old = {pod.metadata.uid for pod in core.list_namespaced_pod(PLATFORM).items}
    core.delete_collection_namespaced_pod(PLATFORM)

    def replaced_and_ready() -> bool:
        pods = [
            pod
            for pod in core.list_namespaced_pod(PLATFORM).items
            if pod.status.phase not in {"Succeeded", "Failed"}
        ]
        return (
            len(pods) > 3
            and all(pod.metadata.uid not in old for pod in pods)
            and all(_ready(pod) for pod in pods)
        )

    wait_for("new, ready pods", replaced_and_ready, seconds=300)
    assert _known(platform) == before


def test_the_tracking_server_lets_nobody_in_without_login(platform: LivePlatform) -> None:
    url = f"{platform.url('tracking')}/api/2.0/mlflow/experiments/search"
    assert httpx.post(url, json={"max_results": 1}).status_code == httpx.codes.UNAUTHORIZED


def _ready(pod: object) -> bool:
    conditions = pod.status.conditions or []  # type: ignore[attr-defined] # the client is untyped
    return any(c.type == "Ready" and c.status == "True" for c in conditions)


def _known(platform: LivePlatform) -> dict[str, object]:
    client = platform.mlflow()
    experiment = client.get_experiment_by_name(MODEL)
    assert experiment is not None
    runs = client.search_runs([experiment.experiment_id])
    versions = client.search_model_versions(f"name = '{MODEL}'")
    registry = platform.url("registry")
    base = registry if registry.startswith("http") else f"http://{registry}"
    return {
        "runs": sorted(run.info.run_id for run in runs),
        "artifacts": sorted(a.path for run in runs for a in client.list_artifacts(run.info.run_id)),
        "versions": sorted(version.version for version in versions),
        "images": httpx.get(f"{base}/v2/_catalog").json(),
    }
