import json

import pytest

from slipway.stacks.engine.errors import OutputsError
from slipway.stacks.engine.outputs import read_outputs

OUTPUTS = {
    "urls": {"tracking": "http://127.0.0.1:30001", "registry": "localhost:30000"},
    "models": {
        "car-loan": {
            "url": "http://127.0.0.1:30010",
            "namespace": "slipway-models",
            "version": 3.0,
            "image": "localhost:30000/car-loan@sha256:a",
            "min": 2,
            "max": 4,
        },
        "new": {"url": None, "version": None, "image": None, "min": 2, "max": 4},
    },
    "trackingLogin": {"username": "admin", "password": "open sesame"},
    "objectStoreKeys": {"accessKeyId": "k", "secretAccessKey": "open sesame"},
    "kubeconfig": "open sesame",
}


def test_models_with_and_without_a_release_are_read() -> None:
    outputs = read_outputs("local", json.dumps(OUTPUTS))
    assert outputs.models["car-loan"].version == 3
    assert outputs.models["new"].version is None
    assert outputs.url("registry") == "localhost:30000"


def test_a_clouds_stores_are_read_where_the_stack_has_them() -> None:
    stores = {"monitoring": "s3://slipway-monitoring", "labels": None}
    outputs = read_outputs("cloud", json.dumps({**OUTPUTS, "stores": stores}))
    assert outputs.stores == {"monitoring": "s3://slipway-monitoring"}
    assert read_outputs("local", json.dumps(OUTPUTS)).stores == {}


def test_no_secret_shows_when_outputs_are_printed() -> None:
    outputs = read_outputs("local", json.dumps(OUTPUTS))
    assert outputs.tracking_login is not None
    assert outputs.tracking_login.secret == OUTPUTS["trackingLogin"]["password"]  # type: ignore[index] # a literal of this test
    assert "sesame" not in repr(outputs)


@pytest.mark.parametrize("text", ["{}", "[]", '{"urls": null}'])
def test_a_stack_that_is_not_up_is_told_so(text: str) -> None:
    with pytest.raises(OutputsError, match=r"outputs of stack local: got no urls; .*make up"):
        read_outputs("local", text)


def test_a_missing_address_is_named() -> None:
    with pytest.raises(OutputsError, match=r"got no urls\.prometheus"):
        read_outputs("local", json.dumps(OUTPUTS)).url("prometheus")
