"""An `up` that can't succeed says why in the pod's own words, and the old version keeps serving."""

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from kubernetes import client

from slipway.serving.release.image.address import FAMILY
from slipway.serving.release.image.manifest import MANIFEST
from slipway.serving.release.runtime_source import RUNTIMES
from slipway.stacks.engine.errors import EngineError
from tests.support.live_platform import MODEL, MODELS, LivePlatform
from tests.support.load import ROW, constant_load

pytestmark = pytest.mark.cluster


@pytest.fixture(autouse=True)
def repaired(platform: LivePlatform) -> Iterator[None]:
    yield
    platform.session.up()
    assert httpx.post(
        f"{platform.model_url()}/invocations", json={"dataframe_records": [ROW]}, timeout=30
    ).is_success


def failed_up(platform: LivePlatform, config: Path) -> str:
    """What `up` says when it fails; requests are answered all the while."""
    platform.said.clear()
    with (
        constant_load(platform.model_url(), clients=2, pause=0.2) as load,
        pytest.raises(EngineError),
    ):
        platform.session_with(config).up()
    assert load.sent > 10
    assert load.failed == {}
    return "\n".join(platform.said)


def test_a_wrong_image_is_named_with_the_pull_error(platform: LivePlatform, tmp_path: Path) -> None:
    def change(config: dict[str, object]) -> None:
        release = config["slipway:releases"][MODEL]  # type: ignore[index] # our own file
        release["image"] = f"localhost:30000/{MODEL}@sha256:{'0' * 64}"

    said = failed_up(platform, platform.changed_config(tmp_path, change))
    assert "ImagePull" in said or "ErrImagePull" in said
    assert "0" * 64 in said


def test_a_crashing_model_is_named_with_its_last_words(
    platform: LivePlatform, tmp_path: Path
) -> None:
    image = platform.session.outputs().models[MODEL].image
    assert image is not None

    def change(config: dict[str, object]) -> None:
        # The runtime without a model layer: the server ends with a sentence about it.
        config["slipway:releases"][MODEL]["image"] = _without_model(image)  # type: ignore[index]

    said = failed_up(platform, platform.changed_config(tmp_path, change))
    assert "/opt/model" in said


def test_a_full_quota_is_named(platform: LivePlatform, tmp_path: Path) -> None:
    core = platform.core()
    quota = client.V1ResourceQuota(
        metadata=client.V1ObjectMeta(name="full"),
        spec=client.V1ResourceQuotaSpec(hard={"pods": "1"}),
    )
    core.create_namespaced_resource_quota(MODELS, quota)

    def change(config: dict[str, object]) -> None:
        config["slipway:platform"]["models"][MODEL]["serving"]["memory"] = "600Mi"  # type: ignore[index]

    try:
        said = failed_up(platform, platform.changed_config(tmp_path, change))
    finally:
        core.delete_namespaced_resource_quota("full", MODELS)
    assert "exceeded quota" in said


def _without_model(image: str) -> str:
    """The image of a runtime that something was released on, by digest."""
    host = image.partition("/")[0]
    with httpx.Client(base_url=f"http://{host}/v2") as registry:
        known = registry.get("/_catalog").json()["repositories"]
        name = next(one for one in known if one.removeprefix(f"{FAMILY}/") in RUNTIMES.values())
        tags = registry.get(f"/{name}/tags/list").json()["tags"]
        manifest = registry.head(f"/{name}/manifests/{tags[0]}", headers={"accept": MANIFEST})
    return f"{host}/{name}@{manifest.headers['docker-content-digest']}"
