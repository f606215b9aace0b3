import json

from slipway.serving.release.image.config import ModelIdentity, extend
from tests.serving.release.support.archives import CONFIG

MODEL = ModelIdentity(name="car-loan", version=3, run_id="abc")
BASE = json.dumps(
    {**CONFIG, "rootfs": {"type": "layers", "diff_ids": ["sha256:1"]}, "history": [{}]}
).encode()


def test_the_layer_is_added_and_the_process_stays() -> None:
    config = json.loads(extend(BASE, "sha256:2", MODEL))
    assert config["rootfs"]["diff_ids"] == ["sha256:1", "sha256:2"]
    assert len(config["history"]) == 2
    assert config["config"]["Entrypoint"] == ["python", "-m", "slipway.serving.server"]
    assert config["config"]["User"] == "65532"
    assert config["architecture"] == "amd64"


def test_the_models_name_is_in_the_environment_once_and_in_the_labels() -> None:
    config = json.loads(extend(BASE, "sha256:2", MODEL))["config"]
    assert config["Env"] == [
        "PATH=/opt/venv/bin:/usr/bin",
        "SLIPWAY_MODEL_NAME=car-loan",
        "SLIPWAY_MODEL_VERSION=3",
    ]
    assert config["Labels"]["slipway.model.run"] == "abc"


def test_a_runtime_without_history_gets_none() -> None:
    base = json.dumps({**CONFIG, "rootfs": {"diff_ids": ["sha256:1"]}}).encode()
    assert "history" not in json.loads(extend(base, "sha256:2", MODEL))


def test_equal_inputs_give_equal_bytes() -> None:
    assert extend(BASE, "sha256:2", MODEL) == extend(BASE, "sha256:2", MODEL)
